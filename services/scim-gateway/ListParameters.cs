using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>What a list asks for: the parameters of a query, or the members of a SearchRequest (RFC 7644 §3.4.2, §3.4.3; RFC 9865 §2).</summary>
/// <param name="Filter">Not read yet; null for all.</param>
/// <param name="SortBy">Not read yet; null for the order of creation.</param>
/// <param name="SortOrder">Not read yet.</param>
/// <param name="StartIndex">1-based; less than 1 was taken for 1.</param>
/// <param name="Count">Negative was taken for 0; capped.</param>
/// <param name="Cursor">Null for a page by index.</param>
/// <param name="Attributes">Names with commas between them.</param>
/// <param name="ExcludedAttributes">Names with commas between them.</param>
internal sealed record ListParameters(
    string? Filter, string? SortBy, string? SortOrder, uint StartIndex, uint Count, string? Cursor, string? Attributes, string? ExcludedAttributes)
{
    public const int DefaultCount = 100;
    public const int MaximumCount = 1_000;

    /// <summary>Reads a query.</summary>
    /// <exception cref="ScimErrorException">400.</exception>
    public static ListParameters Read(ScimRequest request) => Read(request.Query, request.Query);

    /// <summary>Reads the body of <c>POST …/.search</c>. Where a client sends a query too, the body counts.</summary>
    /// <exception cref="ScimErrorException">400.</exception>
    public static ListParameters Read(JsonObject body)
    {
        var schemas = body["schemas"] as JsonArray ?? [];
        return schemas.Any(urn => string.Equals(Text(urn), ScimSchemas.SearchRequestUrn, StringComparison.OrdinalIgnoreCase))
            ? Read(name => Text(body[name], name), name => Names(body[name], name))
            : throw ScimErrors.InvalidValue($"A search needs \"schemas\" with \"{ScimSchemas.SearchRequestUrn}\".");
    }

    /// <summary>The filter, read; null for all.</summary>
    /// <exception cref="ScimRefusedException">invalidFilter.</exception>
    public Scim.Filter? ReadFilter(ResourceTypeDefinition type) => Filter is null ? null : FilterParser.Parse(Filter, type);

    /// <summary>What the answer holds of each resource.</summary>
    /// <exception cref="ScimRefusedException">invalidValue.</exception>
    public Projection ReadProjection(ResourceTypeDefinition type) => Projection.Parse(Attributes, ExcludedAttributes, type);

    private static ListParameters Read(Func<string, string?> value, Func<string, string?> names)
    {
        var cursor = value("cursor");
        var startIndex = value("startIndex");
        if (cursor is not null && startIndex is not null)
        {
            throw ScimErrors.InvalidCursor("A page begins at startIndex or after cursor; send one of them.");
        }

        return new(
            value("filter"),
            value("sortBy"),
            value("sortOrder"),
            (uint)Math.Max(1, Number("startIndex", startIndex, 1)),
            (uint)Math.Clamp(Number("count", value("count"), DefaultCount), 0, MaximumCount),
            cursor,
            names("attributes"),
            names("excludedAttributes"));
    }

    // A number that is too large for any directory is as good as the largest.
    private static long Number(string name, string? text, long otherwise)
    {
        if (text is null)
        {
            return otherwise;
        }

        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9')
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Math.Clamp(number, int.MinValue, int.MaxValue)
                : text[0] == '-' ? int.MinValue : int.MaxValue
            : throw ScimErrors.InvalidValue($"{name} must be a whole number.");
    }

    private static string? Text(JsonNode? node, string? name = null) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<decimal>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ when name is null => null,
        _ => throw ScimErrors.InvalidValue($"{name} must be a text or a number."),
    };

    private static string? Names(JsonNode? node, string name) => node switch
    {
        JsonArray names => string.Join(',', names.Select(element => Text(element, name))),
        _ => Text(node, name),
    };
}
