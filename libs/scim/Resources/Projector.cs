using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Decides for each attribute, and each part of it, whether it is in the answer.</summary>
/// <param name="wanted">What the request names; null for the default.</param>
/// <param name="unwanted">What it excludes; null for nothing.</param>
internal readonly struct Projector(AttributeSelection? wanted, AttributeSelection? unwanted)
{
    /// <summary>Whether an attribute, or a part of one, is in the answer where it has a value.</summary>
    public bool Holds(AttributePath path) => IsIn(path.Schema, path.Attribute)
        && (path.SubAttribute is null
            ? path.Attribute.SubAttributes.Count == 0 || path.Attribute.SubAttributes.Any(Part(path.Schema, path.Attribute).Holds)
            : Part(path.Schema, path.Attribute).Holds(path.SubAttribute));

    /// <summary>Copies an attribute into the answer, or what remains of it.</summary>
    public void Take(JsonObject target, string? schema, AttributeDefinition attribute, JsonNode? value)
    {
        if (value is null || !IsIn(schema, attribute))
        {
            return;
        }

        if (attribute.SubAttributes.Count == 0)
        {
            target[attribute.Name] = value.DeepClone();
            return;
        }

        var parts = Part(schema, attribute);
        JsonNode? copy = value is JsonArray array ? CopyAll(parts, attribute, array) : CopyParts(parts, attribute, value);
        if (copy is not null)
        {
            target[attribute.Name] = copy;
        }
    }

    private bool IsIn(string? schema, AttributeDefinition attribute)
    {
        var isNamed = wanted is not null && wanted.Of(schema, attribute) != SelectionExtent.None;
        var isExcluded = unwanted?.Of(schema, attribute) == SelectionExtent.Whole;
        return IsIn(attribute.Returned, isNamed, isDefault: wanted is null, isExcluded);
    }

    private Parts Part(string? schema, AttributeDefinition attribute)
    {
        var extent = wanted?.Of(schema, attribute);
        var isNamedWhole = extent is null or SelectionExtent.Whole || (attribute.Returned == Returned.Always && extent == SelectionExtent.None);
        return new(wanted, unwanted, isNamedWhole);
    }

    private static bool IsIn(Returned returned, bool isNamed, bool isDefault, bool isExcluded) => returned switch
    {
        Returned.Always => true,
        Returned.Never => false,
        Returned.Request => isNamed && !isExcluded,
        _ => (isDefault || isNamed) && !isExcluded,
    };

    private static JsonArray? CopyAll(Parts parts, AttributeDefinition attribute, JsonArray values)
    {
        var copies = new JsonArray();
        foreach (var element in values)
        {
            if (CopyParts(parts, attribute, element) is { } copy)
            {
                copies.Add(copy);
            }
        }

        return copies.Count > 0 ? copies : null;
    }

    private static JsonObject? CopyParts(Parts parts, AttributeDefinition attribute, JsonNode? value)
    {
        if (value is not JsonObject members)
        {
            return null;
        }

        var copy = new JsonObject();
        foreach (var (name, part) in members)
        {
            if (part is not null && attribute.TryFindSubAttribute(name, out var subAttribute) && parts.Holds(subAttribute))
            {
                copy[subAttribute.Name] = part.DeepClone();
            }
        }

        return copy.Count > 0 ? copy : null;
    }

    /// <summary>The parts of one attribute.</summary>
    private readonly record struct Parts(AttributeSelection? Wanted, AttributeSelection? Unwanted, bool IsNamedWhole)
    {
        public bool Holds(AttributeDefinition part) => IsIn(
            part.Returned, Wanted?.Holds(part) ?? false, IsNamedWhole, Unwanted?.Holds(part) ?? false);
    }
}
