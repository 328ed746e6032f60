using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>What a PUT makes of a resource (RFC 7644 section 3.5.1).</summary>
public static class Replacement
{
    /// <summary>
    /// Puts a resource in another's place. What is readWrite is as the new one says, ended where it says nothing; what is
    /// immutable and set stays, and a new one that says otherwise is refused.
    /// </summary>
    /// <param name="type">Their type.</param>
    /// <param name="readCurrent">Reads the resource as it is, in our form; called only where the type has something immutable.</param>
    /// <param name="replacement">The new one, as <see cref="ResourceReader"/> gives it; stays as it is.</param>
    /// <returns>What to store; <paramref name="replacement"/> itself where the type has nothing immutable.</returns>
    /// <exception cref="ScimRefusedException">mutability: it changes an immutable attribute.</exception>
    public static JsonObject Apply(ResourceTypeDefinition type, Func<JsonObject> readCurrent, JsonObject replacement)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(readCurrent);
        ArgumentNullException.ThrowIfNull(replacement);
        if (!type.HoldsImmutable)
        {
            return replacement;
        }

        var current = readCurrent();
        var result = replacement.DeepClone().AsObject();
        Keep(type.Schema.Attributes, current, result);
        foreach (var (schema, _) in type.Extensions)
        {
            if (current[schema.Id] is JsonObject before)
            {
                KeepWithin(schema.Attributes, before, result, schema.Id);
            }
        }

        return result;
    }

    private static void Keep(IReadOnlyList<AttributeDefinition> attributes, JsonObject before, JsonObject after)
    {
        foreach (var attribute in attributes)
        {
            if (before[attribute.Name] is not { } value)
            {
                continue;
            }

            if (attribute.Mutability != Mutability.Immutable)
            {
                // The values of a multi-valued attribute come and go as wholes; only a single one has parts that stay.
                if (value is JsonObject parts)
                {
                    KeepWithin(attribute.SubAttributes, parts, after, attribute.Name);
                }
            }
            else if (after[attribute.Name] is not { } wanted)
            {
                after[attribute.Name] = value.DeepClone();
            }
            else if (!JsonNode.DeepEquals(value, wanted))
            {
                throw new ScimRefusedException(ScimType.Mutability, $"{attribute} is immutable: it can't be changed once it is set.");
            }
        }
    }

    private static void KeepWithin(IReadOnlyList<AttributeDefinition> attributes, JsonObject before, JsonObject owner, string name)
    {
        var holder = owner[name] as JsonObject ?? [];
        Keep(attributes, before, holder);
        if (holder.Count > 0 && holder.Parent is null)
        {
            owner[name] = holder;
        }
    }
}
