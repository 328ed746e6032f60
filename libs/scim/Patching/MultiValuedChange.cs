using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Changes of the values of a multi-valued attribute, all of them meant.</summary>
internal static class MultiValuedChange
{
    /// <summary>Applies a change.</summary>
    /// <param name="owner">The resource or extension that has the attribute.</param>
    /// <param name="op">What to do.</param>
    /// <param name="path">The attribute, perhaps with a sub-attribute, without a value filter.</param>
    /// <param name="value">An array of values; the sub-attribute's value where there is one; null for none.</param>
    public static void Apply(JsonObject owner, PatchOp op, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute;
        var current = owner[attribute.Name] as JsonArray ?? [];
        if (path.SubAttribute is not null)
        {
            Store(owner, attribute, SetInAll(current, attribute, path.SubAttribute, value));
            return;
        }

        switch (op)
        {
            case PatchOp.Add when value is JsonArray added:
                Store(owner, attribute, Add(current, attribute, added));
                break;
            case PatchOp.Replace:
                Store(owner, attribute, value as JsonArray ?? []);
                break;
            case PatchOp.Remove:
                Store(owner, attribute, value is JsonArray removed ? Remove(current, attribute, removed) : []);
                break;
            default:
                break;
        }
    }

    /// <summary>Puts the values back, or ends the attribute where none is left.</summary>
    /// <exception cref="ScimRefusedException">mutability: it is required. invalidValue: too many values, or two preferred ones.</exception>
    public static void Store(JsonObject owner, AttributeDefinition attribute, JsonArray values)
    {
        if (values.Count == 0)
        {
            if (owner.ContainsKey(attribute.Name))
            {
                SingleValuedChange.Set(owner, attribute, null);
            }

            return;
        }

        if (values.Count > attribute.Rules.MaximumValues)
        {
            throw new ScimRefusedException(
                ScimType.InvalidValue, $"{attribute} would have more than {attribute.Rules.MaximumValues} values.");
        }

        MultipleValues.RequireOnePrimary(attribute, values);
        if (!ReferenceEquals(values.Parent, owner))
        {
            owner[attribute.Name] = values;
        }
    }

    // RFC 7644 section 3.5.2.1: a value that is there isn't added again; what it says besides is taken over.
    private static JsonArray Add(JsonArray current, AttributeDefinition attribute, JsonArray added)
    {
        var known = new Dictionary<string, JsonNode>(current.Count, StringComparer.Ordinal);
        foreach (var element in current)
        {
            known.TryAdd(MultipleValues.Identity(attribute, element!), element!);
        }

        JsonNode? preferred = null;
        foreach (var element in added)
        {
            var identity = MultipleValues.Identity(attribute, element!);
            if (known.TryGetValue(identity, out var present))
            {
                MultipleValues.Merge(present, element!);
            }
            else
            {
                present = element!.DeepClone();
                known[identity] = present;
                current.Add(present);
            }

            preferred = MultipleValues.IsPrimary(element) ? present : preferred;
        }

        if (preferred is not null)
        {
            MultipleValues.ClearOtherPrimaries(current, preferred);
        }

        return current;
    }

    private static JsonArray Remove(JsonArray current, AttributeDefinition attribute, JsonArray removed)
    {
        var matcher = new ListedValues(attribute, removed);
        current.RemoveAll(element => matcher.Holds(element!));

        return current;
    }

    private static JsonArray SetInAll(
        JsonArray current, AttributeDefinition attribute, AttributeDefinition subAttribute, JsonNode? value)
    {
        // RFC 7644 section 3.5.2.3: replacing what isn't there adds it.
        if (current.Count == 0 && value is not null)
        {
            var element = new JsonObject { [subAttribute.Name] = value };
            ValueReader.RequireParts(attribute, element);
            return [element];
        }

        for (var index = current.Count - 1; index >= 0; index--)
        {
            SingleValuedChange.Set((JsonObject)current[index]!, subAttribute, value?.DeepClone());
            if (value is null && MultipleValues.IsEmpty(current[index]))
            {
                current.RemoveAt(index);
            }
        }

        // Elements that differed in this part alone are the same now.
        MultipleValues.RemoveDuplicates(attribute, current);
        return current;
    }
}
