using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Decides for each attribute, and each part of it, whether it is in the answer.</summary>
internal readonly struct Projector
{
    private readonly AttributeSelection? wanted;
    private readonly AttributeSelection? unwanted;

    /// <summary>Takes what the request asks for.</summary>
    /// <param name="wanted">What it names; null for the default.</param>
    /// <param name="unwanted">What it excludes; null for nothing.</param>
    public Projector(AttributeSelection? wanted, AttributeSelection? unwanted)
    {
        this.wanted = wanted;
        this.unwanted = unwanted;
    }

    /// <summary>Copies an attribute into the answer, or what remains of it.</summary>
    public void Take(JsonObject target, string? schema, AttributeDefinition attribute, JsonNode? value)
    {
        var asked = wanted?.Of(schema, attribute) ?? SelectionExtent.None;
        var excluded = unwanted?.Of(schema, attribute) ?? SelectionExtent.None;
        if (value is null || !IsIn(attribute, asked != SelectionExtent.None, excluded == SelectionExtent.Whole))
        {
            return;
        }

        if (attribute.SubAttributes.Count == 0)
        {
            target[attribute.Name] = value.DeepClone();
            return;
        }

        JsonNode? copy = value is JsonArray array ? CopyAll(schema, attribute, array) : CopyParts(schema, attribute, value);
        if (copy is not null)
        {
            target[attribute.Name] = copy;
        }
    }

    private bool IsIn(AttributeDefinition attribute, bool isNamed, bool isExcluded) => attribute.Returned switch
    {
        Returned.Always => true,
        Returned.Never => false,
        Returned.Request => isNamed && !isExcluded,
        _ => (wanted is null || isNamed) && !isExcluded,
    };

    private JsonArray? CopyAll(string? schema, AttributeDefinition attribute, JsonArray values)
    {
        var copies = new JsonArray();
        foreach (var element in values)
        {
            if (CopyParts(schema, attribute, element) is { } copy)
            {
                copies.Add(copy);
            }
        }

        return copies.Count > 0 ? copies : null;
    }

    private JsonObject? CopyParts(string? schema, AttributeDefinition attribute, JsonNode? value)
    {
        if (value is not JsonObject parts)
        {
            return null;
        }

        var isNamedWhole = wanted?.Of(schema, attribute) is null or SelectionExtent.Whole
            || (attribute.Returned == Returned.Always && wanted.Of(schema, attribute) == SelectionExtent.None);
        var copy = new JsonObject();
        foreach (var (name, part) in parts)
        {
            if (part is null || !attribute.TryFindSubAttribute(name, out var subAttribute))
            {
                continue;
            }

            var isNamed = wanted?.Holds(subAttribute) ?? false;
            var isExcluded = unwanted?.Holds(subAttribute) ?? false;
            var isIn = subAttribute.Returned switch
            {
                Returned.Always => true,
                Returned.Never => false,
                Returned.Request => isNamed && !isExcluded,
                _ => (isNamedWhole || isNamed) && !isExcluded,
            };
            if (isIn)
            {
                copy[subAttribute.Name] = part.DeepClone();
            }
        }

        return copy.Count > 0 ? copy : null;
    }
}
