using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The parameters <c>sortBy</c> and <c>sortOrder</c> (RFC 7644 section 3.4.2.3).</summary>
/// <param name="Path">The attribute, with its sub-attribute where it has any.</param>
/// <param name="Descending">The other way round; resources without a value come first then.</param>
public sealed record SortOrder(AttributePath Path, bool Descending)
{
    private const string Ascending = "ascending", DescendingWord = "descending";

    /// <summary>Reads the parameters.</summary>
    /// <param name="sortBy">
    /// An attribute in any letter case, with a URN before it where it is an extension's. A complex one stands for its <c>value</c>.
    /// </param>
    /// <param name="sortOrder"><c>ascending</c> or <c>descending</c> in any letter case; null or blank: ascending.</param>
    /// <param name="type">Whose attributes they are.</param>
    /// <returns>Null where nothing is to be sorted: <paramref name="sortBy"/> is null or blank.</returns>
    /// <exception cref="ScimRefusedException">invalidValue: an unknown attribute or order, or one that can't be sorted by.</exception>
    public static SortOrder? Parse(string? sortBy, string? sortOrder, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var descending = IsDescending(sortOrder);
        if (string.IsNullOrWhiteSpace(sortBy))
        {
            return null;
        }

        if (!type.TryFindAttribute(sortBy.AsSpan().Trim(), out var path))
        {
            throw Refuse($"sortBy names {Excerpt.Of(sortBy)}, which isn't an attribute of a {type.Name}. Check the spelling, and the URN before it.");
        }

        if (path is { SubAttribute: null, Attribute.Type: AttributeType.Complex })
        {
            path = path.Attribute.ValueAttribute is { } value
                ? path with { SubAttribute = value }
                : throw Refuse($"sortBy has to name a part of {path.Attribute}, such as {path.Attribute.SubAttributes[0]}.");
        }

        return path.Target.Returned == Returned.Never || path.Attribute.Returned == Returned.Never || !type.CanQuery(path)
            ? throw Refuse($"A list can't be sorted by {path.Target}.")
            : new(path, descending);
    }

    /// <summary>What a resource is sorted by: of several values the preferred one, else the first.</summary>
    /// <param name="resource">The resource in our form.</param>
    public SortValue KeyOf(JsonObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var owner = Path.Schema is null ? resource : resource[Path.Schema] as JsonObject;
        var node = owner?[Path.Attribute.Name];
        if (node is JsonArray values)
        {
            node = values.FirstOrDefault(MultipleValues.IsPrimary) ?? values.FirstOrDefault();
        }

        return KeyOf(Path.SubAttribute is { } part ? (node as JsonObject)?[part.Name] : node, Path.Target);
    }

    private static SortValue KeyOf(JsonNode? leaf, AttributeDefinition attribute) => attribute.Type switch
    {
        _ when leaf is null => SortValue.None,
        AttributeType.Boolean => JsonText.TryReadBoolean(leaf, out var flag) ? new(null, flag ? 1 : 0) : SortValue.None,
        AttributeType.Integer or AttributeType.Decimal => JsonText.TryReadNumber(leaf, out var number) ? new(null, number) : SortValue.None,
        AttributeType.DateTime => JsonText.TryRead(leaf, out var time) && ScimInstant.TryParse(time, out var instant) ? new(null, instant.UtcTicks) : SortValue.None,
        _ => JsonText.TryRead(leaf, out var text) ? new(attribute.CaseExact ? text : CanonicalText.ForComparison(text), null) : SortValue.None,
    };

    private static bool IsDescending(string? sortOrder) => sortOrder?.Trim() switch
    {
        null or "" => false,
        var word when word.Equals(Ascending, StringComparison.OrdinalIgnoreCase) => false,
        var word when word.Equals(DescendingWord, StringComparison.OrdinalIgnoreCase) => true,
        var word => throw Refuse($"sortOrder is {Excerpt.Of(word)}. Use {Ascending} or {DescendingWord}."),
    };

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidValue, detail);
}
