using System.Text;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Rules about the values of one multi-valued attribute among each other (RFC 7643 section 2.4).</summary>
internal static class MultipleValues
{
    private const string Value = "value", Primary = "primary", Type = "type";

    /// <summary>Whether an element says that it is the preferred one.</summary>
    public static bool IsPrimary(JsonNode? element) =>
        element is JsonObject json && json.TryGetPropertyValue(Primary, out var flag)
        && flag is JsonValue value && value.TryGetValue(out bool primary) && primary;

    /// <summary>Refuses two preferred values in one input.</summary>
    public static void RequireOnePrimary(AttributeDefinition attribute, JsonArray values)
    {
        var found = false;
        foreach (var element in values)
        {
            if (IsPrimary(element))
            {
                if (found)
                {
                    throw new ScimRefusedException(ScimType.InvalidValue, $"{attribute} has two values with primary true; one may be.");
                }

                found = true;
            }
        }
    }

    /// <summary>A new preferred value ends the preference of the others (RFC 7644 section 3.5.2).</summary>
    /// <param name="values">All values.</param>
    /// <param name="preferred">The new preferred one.</param>
    public static void ClearOtherPrimaries(JsonArray values, JsonNode preferred)
    {
        foreach (var element in values)
        {
            if (!ReferenceEquals(element, preferred) && IsPrimary(element))
            {
                element![Primary] = false;
            }
        }
    }

    /// <summary>Whether nothing is left of an element but labels, which label nothing any more.</summary>
    public static bool IsEmpty(JsonNode? element) => element is JsonObject json && json.All(part => part.Key is Primary or Type);

    /// <summary>
    /// What makes two elements the same: value and type for a complex attribute (RFC 7643 section 2.4), the value alone
    /// where the schema requires one, all parts where there is no value, the element itself for a simple attribute.
    /// Strings count in the form that the attribute compares them in.
    /// </summary>
    public static string Identity(AttributeDefinition attribute, JsonNode element)
    {
        if (element is not JsonObject json)
        {
            return Comparable(attribute, element);
        }

        if (attribute.ValueAttribute is not { } valueAttribute || json[Value] is not { } value)
        {
            return IdentityByParts(attribute, json);
        }

        // One string for each of a group's 300,000 members, and no more.
        var identity = Comparable(valueAttribute, value);
        return valueAttribute.Required || json[Type] is not { } type || !attribute.TryFindSubAttribute(Type, out var typeAttribute)
            ? identity
            : string.Concat(identity, "\0", Comparable(typeAttribute, type));
    }

    /// <summary>Takes out elements that came before, taking over what they say besides into the first.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="values">Its values; changed in place.</param>
    public static void RemoveDuplicates(AttributeDefinition attribute, JsonArray values)
    {
        if (values.Count < 2)
        {
            return;
        }

        var firsts = new Dictionary<string, JsonNode>(values.Count, StringComparer.Ordinal);
        HashSet<JsonNode>? duplicates = null;
        foreach (var element in values)
        {
            var identity = Identity(attribute, element!);
            if (!firsts.TryAdd(identity, element!))
            {
                Merge(firsts[identity], element!);
                duplicates ??= new HashSet<JsonNode>(ReferenceEqualityComparer.Instance);
                duplicates.Add(element!);
            }
        }

        if (duplicates is not null)
        {
            values.RemoveAll(element => duplicates.Contains(element!));
        }
    }

    /// <summary>Takes over the parts of an element into the one that is the same.</summary>
    public static void Merge(JsonNode target, JsonNode source)
    {
        if (target is not JsonObject targetObject || source is not JsonObject sourceObject)
        {
            return;
        }

        foreach (var (name, part) in sourceObject)
        {
            if (name != Value)
            {
                targetObject[name] = part?.DeepClone();
            }
        }
    }

    /// <summary>A value in the form that the attribute compares it in.</summary>
    public static string Comparable(AttributeDefinition attribute, JsonNode node)
    {
        if (!JsonText.TryRead(node, out var text))
        {
            return node.ToJsonString();
        }

        return attribute.CaseExact ? text : CanonicalText.ForComparison(text);
    }

    private static string IdentityByParts(AttributeDefinition attribute, JsonObject json)
    {
        var builder = new StringBuilder();
        foreach (var part in attribute.SubAttributes)
        {
            if (json[part.Name] is { } node)
            {
                builder.Append(part.Name).Append('\0').Append(Comparable(part, node)).Append('\0');
            }
        }

        return builder.ToString();
    }
}
