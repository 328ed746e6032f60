using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Changes of an attribute with one value, or of one part of a value.</summary>
internal static class SingleValuedChange
{
    /// <summary>Applies a change. Add and replace do the same here (RFC 7644 section 3.5.2.1 and 3.5.2.3).</summary>
    /// <param name="owner">The resource or extension that has the attribute.</param>
    /// <param name="path">The attribute, perhaps with a sub-attribute.</param>
    /// <param name="value">The new value; null to end it.</param>
    public static void Apply(JsonObject owner, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute;
        if (attribute.Type != AttributeType.Complex || (path.SubAttribute is null && value is null))
        {
            Set(owner, attribute, value);
            return;
        }

        // A complex value is changed part by part: what the operation doesn't name stays.
        var complex = owner[attribute.Name] as JsonObject ?? [];
        if (path.SubAttribute is not null)
        {
            Set(complex, path.SubAttribute, value);
        }
        else
        {
            SetParts(complex, attribute, (JsonObject)value!);
        }

        if (complex.Count == 0)
        {
            Set(owner, attribute, null);
        }
        else if (complex.Parent is null)
        {
            owner[attribute.Name] = complex;
        }
    }

    /// <summary>Sets the parts that an object names, ending those that it has null for.</summary>
    public static void SetParts(JsonObject complex, AttributeDefinition attribute, JsonObject parts)
    {
        foreach (var (name, part) in parts)
        {
            if (attribute.TryFindSubAttribute(name, out var subAttribute))
            {
                Set(complex, subAttribute, part?.DeepClone());
            }
        }
    }

    /// <summary>Sets or ends one value.</summary>
    /// <param name="owner">What has it.</param>
    /// <param name="attribute">Which.</param>
    /// <param name="value">A node without a parent; null to end the value.</param>
    /// <exception cref="ScimRefusedException">mutability: it is required, or immutable and there.</exception>
    public static void Set(JsonObject owner, AttributeDefinition attribute, JsonNode? value)
    {
        var current = owner[attribute.Name];
        if (attribute.Mutability == Mutability.Immutable && current is not null && !JsonNode.DeepEquals(current, value))
        {
            throw new ScimRefusedException(
                ScimType.Mutability, $"{attribute} can't be changed once it is set: remove the whole value and add another.");
        }

        if (value is not null)
        {
            owner[attribute.Name] = value;
        }
        else if (attribute.Required)
        {
            throw new ScimRefusedException(ScimType.Mutability, $"{attribute} is required and can't be removed.");
        }
        else
        {
            owner.Remove(attribute.Name);
        }
    }
}
