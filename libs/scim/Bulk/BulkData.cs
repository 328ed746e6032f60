using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The data of an operation whose turn it is, and its references.</summary>
internal static class BulkData
{
    /// <summary>Puts ids in the place of references, wherever <see cref="BulkReferenceScan"/> sees one.</summary>
    /// <param name="data">What is changed.</param>
    /// <param name="method">Whose data it is.</param>
    /// <param name="idOf">The id of the resource that was created for a bulkId.</param>
    public static void Resolve(JsonObject data, BulkMethod method, Func<string, string> idOf)
    {
        if (method == BulkMethod.Patch && data["Operations"] is JsonArray operations)
        {
            foreach (var operation in operations.OfType<JsonObject>())
            {
                if (JsonText.TryRead(operation["path"], out var path))
                {
                    operation["path"] = BulkPatchPath.Resolve(path, idOf);
                }
            }
        }

        ResolveTexts(data, idOf);
    }

    /// <summary>
    /// Leaves out of a resource what refers to resources that aren't there yet. What goes is always a whole value: the
    /// element of a multi-valued attribute, or the complex attribute (a <c>manager</c> without its <c>value</c> says
    /// nothing). It is set to null, which is the same as not sending it (RFC 7643 section 2.5).
    /// </summary>
    /// <param name="data">What is changed.</param>
    /// <param name="type">What the resource is.</param>
    /// <param name="isMissing">Whether the resource of a bulkId isn't there yet.</param>
    /// <returns>The attribute that can't be left out, because a resource can't do without it; null where there is none.</returns>
    public static AttributeDefinition? LeaveOut(JsonObject data, ResourceTypeDefinition type, Func<string, bool> isMissing)
    {
        for (var index = 0; index < data.Count; index++)
        {
            var (name, value) = data.GetAt(index);
            AttributeDefinition? attribute;
            if (type.TryFindExtension(name, out var extension) && value is JsonObject attributes)
            {
                for (var inner = 0; inner < attributes.Count; inner++)
                {
                    extension.TryFindAttribute(attributes.GetAt(inner).Key, out attribute);
                    if (!TryLeaveOut(attributes, inner, attribute, isMissing))
                    {
                        return attribute;
                    }
                }

                continue;
            }

            type.TryFindTopAttribute(name, out attribute);
            if (!TryLeaveOut(data, index, attribute, isMissing))
            {
                return attribute;
            }
        }

        return null;
    }

    private static bool TryLeaveOut(JsonObject owner, int index, AttributeDefinition? attribute, Func<string, bool> isMissing)
    {
        var value = owner.GetAt(index).Value;
        if (value is JsonArray elements)
        {
            return elements.RemoveAll(element => Refers(element, isMissing)) == 0 || elements.Count > 0 || attribute?.Required != true;
        }

        if (!Refers(value, isMissing))
        {
            return true;
        }

        owner.SetAt(index, null);
        return attribute?.Required != true;
    }

    private static bool Refers(JsonNode? node, Func<string, bool> isMissing) => node switch
    {
        JsonObject members => members.Any(member => Refers(member.Value, isMissing)),
        JsonArray elements => elements.Any(element => Refers(element, isMissing)),
        _ => JsonText.TryRead(node, out var text) && BulkReference.TryRead(text, out var bulkId) && isMissing(bulkId),
    };

    // As deep as the strict reading lets a body be.
    private static void ResolveTexts(JsonNode? node, Func<string, string> idOf)
    {
        if (node is JsonObject members)
        {
            for (var index = 0; index < members.Count; index++)
            {
                if (Resolved(members.GetAt(index).Value, idOf) is { } id)
                {
                    members.SetAt(index, id);
                }
            }
        }
        else if (node is JsonArray elements)
        {
            for (var index = 0; index < elements.Count; index++)
            {
                if (Resolved(elements[index], idOf) is { } id)
                {
                    elements[index] = id;
                }
            }
        }
    }

    private static JsonValue? Resolved(JsonNode? node, Func<string, string> idOf)
    {
        if (node is JsonValue)
        {
            return JsonText.TryRead(node, out var text) && BulkReference.TryRead(text, out var bulkId) ? JsonValue.Create(idOf(bulkId)) : null;
        }

        ResolveTexts(node, idOf);
        return null;
    }
}
