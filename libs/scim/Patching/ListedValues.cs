using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>
/// The values that a remove lists (facts/entra.md). A listed value with <c>value</c> means the element with that value,
/// and that <c>type</c> where both have one; other listed values mean the elements that have all their parts.
/// </summary>
internal sealed class ListedValues
{
    private readonly AttributeDefinition attribute;
    private readonly Dictionary<string, List<string?>> typesByValue = new(StringComparer.Ordinal);
    private readonly List<JsonNode> others = [];

    /// <summary>Takes the list.</summary>
    /// <param name="attribute">The multi-valued attribute.</param>
    /// <param name="listed">The values in our form.</param>
    public ListedValues(AttributeDefinition attribute, JsonArray listed)
    {
        this.attribute = attribute;
        foreach (var element in listed)
        {
            if (ValueOf(element!) is not { } value)
            {
                others.Add(element!);
            }
            else if (typesByValue.TryGetValue(value, out var types))
            {
                types.Add(TypeOf(element!));
            }
            else
            {
                typesByValue[value] = [TypeOf(element!)];
            }
        }
    }

    /// <summary>Whether an element of the attribute is one of them.</summary>
    public bool Holds(JsonNode element)
    {
        if (ValueOf(element) is { } value && typesByValue.TryGetValue(value, out var types))
        {
            var type = TypeOf(element);
            foreach (var listed in types)
            {
                if (listed is null || type is null || listed == type)
                {
                    return true;
                }
            }
        }

        foreach (var other in others)
        {
            if (HasAllParts(element, other))
            {
                return true;
            }
        }

        return false;
    }

    private string? ValueOf(JsonNode element) => element is JsonObject
        ? PartOf(element, "value")
        : MultipleValues.Comparable(attribute, element);

    private string? TypeOf(JsonNode element) => PartOf(element, "type");

    private string? PartOf(JsonNode element, string name) =>
        element is JsonObject json && json[name] is { } part && attribute.TryFindSubAttribute(name, out var subAttribute)
            ? MultipleValues.Comparable(subAttribute, part)
            : null;

    private bool HasAllParts(JsonNode element, JsonNode listed)
    {
        if (listed is not JsonObject parts)
        {
            return false;
        }

        foreach (var (name, _) in parts)
        {
            if (PartOf(element, name) is not { } part || part != PartOf(listed, name))
            {
                return false;
            }
        }

        return parts.Count > 0;
    }
}
