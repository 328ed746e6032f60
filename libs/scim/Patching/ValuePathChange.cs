using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Changes of those values of a multi-valued attribute that a filter chooses: <c>emails[type eq "work"].value</c>.</summary>
internal static class ValuePathChange
{
    /// <summary>Applies a change.</summary>
    /// <param name="owner">The resource or extension that has the attribute.</param>
    /// <param name="op">What to do.</param>
    /// <param name="path">The attribute, perhaps with a sub-attribute.</param>
    /// <param name="filter">Which values.</param>
    /// <param name="value">The value of the sub-attribute or of the whole element; null for none.</param>
    /// <exception cref="ScimRefusedException">noTarget: nothing to replace, and nothing says what to create.</exception>
    public static void Apply(JsonObject owner, PatchOp op, AttributePath path, Filter filter, JsonNode? value)
    {
        var attribute = path.Attribute;
        var values = owner[attribute.Name] as JsonArray ?? [];
        if (attribute.ElementValue is not null)
        {
            ChangeSimple(values, op, attribute, filter, value);
            MultiValuedChange.Store(owner, attribute, values);
            return;
        }

        var chosen = Choose(values, filter);
        if (chosen.Count == 0)
        {
            // Removing an absent value changes nothing (P15), and neither does unassigning it.
            if (op == PatchOp.Remove || value is null or JsonObject { Count: 0 })
            {
                return;
            }

            chosen.Add(Create(op, path, filter, value));
            values.Add(chosen[0]);
        }
        else
        {
            Change(values, chosen, op, path, value);
        }

        MultipleValues.RemoveDuplicates(attribute, values);
        foreach (var element in chosen)
        {
            if (element.Parent is not null && MultipleValues.IsPrimary(element))
            {
                MultipleValues.ClearOtherPrimaries(values, element);
            }
        }

        MultiValuedChange.Store(owner, attribute, values);
    }

    // Values without parts: the new one stands where the first that was chosen stood.
    private static void ChangeSimple(JsonArray values, PatchOp op, AttributeDefinition attribute, Filter filter, JsonNode? value)
    {
        var first = -1;
        for (var index = values.Count - 1; index >= 0; index--)
        {
            if (FilterEvaluator.Matches(filter, values[index]!))
            {
                values.RemoveAt(index);
                first = index;
            }
        }

        if (op == PatchOp.Remove || value is null)
        {
            return;
        }

        if (first < 0 && op == PatchOp.Replace)
        {
            throw NoTarget(attribute);
        }

        values.Insert(first < 0 ? values.Count : first, value);
        MultipleValues.RemoveDuplicates(attribute, values);
    }

    private static ScimRefusedException NoTarget(AttributeDefinition attribute) => new(
        ScimType.NoTarget, $"No value of {attribute} matches the filter in the path. Add it instead, or correct the filter.");

    private static List<JsonObject> Choose(JsonArray values, Filter filter)
    {
        var chosen = new List<JsonObject>();
        foreach (var element in values)
        {
            if (element is JsonObject json && FilterEvaluator.Matches(filter, json))
            {
                chosen.Add(json);
            }
        }

        return chosen;
    }

    private static void Change(JsonArray values, List<JsonObject> chosen, PatchOp op, AttributePath path, JsonNode? value)
    {
        var ends = op == PatchOp.Remove || value is null;
        for (var index = 0; index < chosen.Count; index++)
        {
            var element = chosen[index];
            if (path.SubAttribute is not null)
            {
                SingleValuedChange.Set(element, path.SubAttribute, ends ? null : value!.DeepClone());
            }
            else if (ends)
            {
                values.Remove(element);
                continue;
            }
            else if (op == PatchOp.Add)
            {
                SingleValuedChange.SetParts(element, path.Attribute, (JsonObject)value!);
            }
            else
            {
                chosen[index] = Replace(values, element, path.Attribute, (JsonObject)value!);
            }

            if ((ends || path.SubAttribute is null) && MultipleValues.IsEmpty(chosen[index]))
            {
                values.Remove(chosen[index]);
            }
        }
    }

    // RFC 7644 section 3.5.2.3: a replace of whole values leaves nothing of the old ones.
    private static JsonObject Replace(JsonArray values, JsonObject element, AttributeDefinition attribute, JsonObject parts)
    {
        var replacement = new JsonObject();
        SingleValuedChange.SetParts(replacement, attribute, parts);
        ValueReader.RequireParts(attribute, replacement);
        values[values.IndexOf(element)] = replacement;
        return replacement;
    }

    private static JsonObject Create(PatchOp op, AttributePath path, Filter filter, JsonNode value)
    {
        var attribute = path.Attribute;
        var element = new JsonObject();
        if (!TryDescribe(filter, element) || (op == PatchOp.Replace && !MayCreateByReplace(path, element)))
        {
            throw NoTarget(attribute);
        }

        if (path.SubAttribute is not null)
        {
            element[path.SubAttribute.Name] = value;
        }
        else
        {
            SingleValuedChange.SetParts(element, attribute, (JsonObject)value);
        }

        ValueReader.RequireParts(attribute, element);
        return element;
    }

    // Takes the parts that a filter of equalities says; false where it says anything else.
    private static bool TryDescribe(Filter filter, JsonObject element)
    {
        switch (filter)
        {
            case Filter.And both:
                return TryDescribe(both.Left, element) && TryDescribe(both.Right, element);
            case Filter.Comparison { Operator: ComparisonOperator.Equal, Value.Kind: not FilterValueKind.Null } equality:
                var attribute = equality.Path.Attribute;
                var part = ValueReader.ReadOne(attribute, Node(equality.Value), ValuePurpose.Resource);
                return attribute.Mutability != Mutability.ReadOnly && element.TryAdd(attribute.Name, part);
            default:
                return false;
        }
    }

    // Entra replaces emails[type eq "work"].value where there is no such e-mail yet. Only labels that mean something
    // may create: a wrong type or a value that isn't there points at nothing.
    private static bool MayCreateByReplace(AttributePath path, JsonObject element)
    {
        if (path.SubAttribute is null)
        {
            return false;
        }

        foreach (var (name, part) in element)
        {
            var isKnownType = name == "type"
                && path.Attribute.TryFindSubAttribute(name, out var type)
                && (type.CanonicalValues.Count == 0
                    || (JsonText.TryRead(part, out var text) && type.CanonicalValues.Contains(text, StringComparer.OrdinalIgnoreCase)));
            if (!isKnownType && name != "primary")
            {
                return false;
            }
        }

        return true;
    }

    private static JsonValue Node(FilterValue value) => value.Kind switch
    {
        FilterValueKind.Boolean => JsonValue.Create(value.Flag),
        FilterValueKind.Number => JsonValue.Create(value.Number),
        _ => JsonValue.Create(value.Text),
    };
}
