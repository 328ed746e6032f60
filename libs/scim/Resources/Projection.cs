using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>What an answer holds of a resource: the parameters <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9).</summary>
public static class Projection
{
    /// <summary>
    /// Keeps what the request asks for and the schema allows. <c>attributes</c>: those named and those always returned.
    /// <c>excludedAttributes</c>: the default without those named. Names are attributes, sub-attributes after a dot, with
    /// a URN before them, or the URN of a whole schema; unknown ones are ignored, blanks too. Attributes that are never
    /// returned are never there, those returned on request only where named.
    /// </summary>
    /// <param name="resource">The resource in the schema's spelling; stays as it is.</param>
    /// <param name="type">Its type.</param>
    /// <param name="attributes">Names with commas between them; null or blank for the default.</param>
    /// <param name="excludedAttributes">Names with commas between them; null or blank for none.</param>
    /// <returns>
    /// A new object; the resource itself where the request asks for the default and the resource holds nothing else.
    /// </returns>
    /// <exception cref="ScimRefusedException">invalidValue: more than <see cref="ScimLimits.MaximumProjectedNames"/> names.</exception>
    public static JsonObject Apply(
        JsonObject resource, ResourceTypeDefinition type, string? attributes, string? excludedAttributes)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(type);
        var wanted = AttributeSelection.Parse(attributes, type);
        var unwanted = AttributeSelection.Parse(excludedAttributes, type);
        if (wanted is null && unwanted is null && HoldsOnlyDefaults(resource, type))
        {
            return resource;
        }

        var projector = new Projector(wanted, unwanted);
        var result = new JsonObject();
        foreach (var (name, value) in resource)
        {
            if (type.TryFindTopAttribute(name, out var attribute))
            {
                projector.Take(result, null, attribute, value);
            }
            else if (type.TryFindExtension(name, out var extension) && value is JsonObject parts)
            {
                TakeExtension(result, extension, parts, projector);
            }
        }

        return result;
    }

    private static void TakeExtension(JsonObject result, SchemaDefinition extension, JsonObject parts, Projector projector)
    {
        var values = new JsonObject();
        foreach (var (name, value) in parts)
        {
            if (extension.TryFindAttribute(name, out var attribute))
            {
                projector.Take(values, extension.Id, attribute, value);
            }
        }

        if (values.Count > 0)
        {
            result[extension.Id] = values;
        }
    }

    private static bool HoldsOnlyDefaults(JsonObject resource, ResourceTypeDefinition type)
    {
        foreach (var (name, _) in resource)
        {
            if (type.TryFindTopAttribute(name, out var attribute)
                ? attribute.Returned is Returned.Never or Returned.Request
                : !type.TryFindExtension(name, out _))
            {
                return false;
            }
        }

        return true;
    }
}
