using System.Globalization;
using OptiId.Common.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>A request on its way through a route.</summary>
/// <param name="Http">The HTTP side.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="RequestId">Its id, in the answer's X-Request-Id and in the cause of what it changes.</param>
internal sealed record ScimRequest(HttpContext Http, Caller Caller, string RequestId)
{
    public const int DefaultCount = 100;
    public const int MaximumCount = 1_000;

    public string OrganizationId => Caller.OrganizationId;

    public CancellationToken Aborted => Http.RequestAborted;

    public Cause Cause => new() { RequestId = RequestId, Actor = $"scim:{Caller.TokenId}" };

    public string? Attributes => Query("attributes");

    public string? ExcludedAttributes => Query("excludedAttributes");

    /// <summary>Whether the answer is other than the whole resource.</summary>
    public bool IsProjected => !string.IsNullOrWhiteSpace(Attributes) || !string.IsNullOrWhiteSpace(ExcludedAttributes);

    /// <summary>Refuses a projection that can't be followed, before anything is changed (P29).</summary>
    /// <exception cref="ScimRefusedException">invalidValue.</exception>
    public void CheckProjection(ResourceTypeDefinition type)
    {
        if (IsProjected)
        {
            _ = Projection.Apply([], type, Attributes, ExcludedAttributes);
        }
    }

    /// <summary>A parameter of the query; null where it isn't there.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The filter's text, checked; empty where there is none.</summary>
    /// <exception cref="ScimRefusedException">invalidFilter.</exception>
    public string Filter(ResourceTypeDefinition type) => Query("filter") is { } text ? FilterParser.Parse(text, type).ToString() : "";

    /// <summary>1-based (RFC 7644 §3.4.2.4): less than 1 means 1.</summary>
    public uint StartIndex => (uint)Math.Max(1, Number("startIndex", 1));

    /// <summary>Negative means 0; capped.</summary>
    public uint Count => (uint)Math.Clamp(Number("count", DefaultCount), 0, MaximumCount);

    /// <summary>
    /// The versions that If-Match names (RFC 7644 §3.14); empty where any will do. A tag that can't be one of ours matches nothing: 0.
    /// </summary>
    public IReadOnlyList<ulong> IfMatch()
    {
        var header = Http.Request.Headers.IfMatch.ToString();
        return header.Length == 0 || header.Trim() == "*" ? [] : [.. header.Split(',').Select(ReadVersion)];
    }

    /// <summary>Whether If-None-Match names the version: the client has it already.</summary>
    public bool HasAlready(ulong version)
    {
        var header = Http.Request.Headers.IfNoneMatch.ToString();
        return header.Length > 0 && (header.Trim() == "*" || header.Split(',').Select(ReadVersion).Contains(version));
    }

    /// <summary>A version as an entity tag; weak, for the representation varies with the attributes that are asked for.</summary>
    public static string EntityTag(ulong version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    private static ulong ReadVersion(string tag)
    {
        var text = tag.AsSpan().Trim();
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return text is ['"', .. var number, '"'] && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private long Number(string name, long otherwise)
    {
        if (Query(name) is not { } text)
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw ScimErrors.InvalidValue($"{name} must be a whole number.");
    }
}
