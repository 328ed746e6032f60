using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace OptiId.ScimGateway;

/// <summary>If-Match and If-None-Match (RFC 7644 §3.14, RFC 9110 §13.1). A tag that can't be one of ours matches nothing: 0.</summary>
/// <param name="IfMatch">The versions that will do; empty where any will.</param>
/// <param name="IfNoneMatch">The versions that won't.</param>
/// <param name="IfAbsent"><c>If-None-Match: *</c>: none will, the resource must not be there.</param>
internal sealed record Preconditions(IReadOnlyList<ulong> IfMatch, IReadOnlyList<ulong> IfNoneMatch, bool IfAbsent)
{
    private const string Any = "*";

    public static Preconditions None { get; } = new([], [], false);

    /// <summary>Those of a request.</summary>
    public static Preconditions Read(IHeaderDictionary headers)
    {
        if (headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0)
        {
            return None;
        }

        var isAbsent = IsAny(headers.IfNoneMatch);
        return new(IsAny(headers.IfMatch) ? [] : ReadVersions(headers.IfMatch), isAbsent ? [] : ReadVersions(headers.IfNoneMatch), isAbsent);
    }

    /// <summary>That of a bulk operation's <c>version</c>, which works as If-Match does.</summary>
    public static Preconditions OfVersion(string? version) => version is null ? None : new([ReadVersion(version)], [], false);

    /// <summary>Whether If-None-Match names the version: the client has it already.</summary>
    public bool HasAlready(ulong version) => IfAbsent || IfNoneMatch.Contains(version);

    /// <summary>Refuses to show a version that If-Match doesn't name.</summary>
    /// <exception cref="ScimErrorException">412.</exception>
    public void CheckMatch(ulong version)
    {
        if (IfMatch.Count > 0 && !IfMatch.Contains(version))
        {
            throw ScimErrors.PreconditionFailed("It has another version than those in If-Match.");
        }
    }

    private static bool IsAny(StringValues header) => header.ToString().Trim() == Any;

    private static ulong[] ReadVersions(StringValues header) =>
        header.Count == 0 ? [] : [.. header.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadVersion)];

    private static ulong ReadVersion(string tag)
    {
        var text = tag.AsSpan().Trim();
        text = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return text is ['"', .. var number, '"'] && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
