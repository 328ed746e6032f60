using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The limit on a whole resource (<see cref="ScimLimits.MaximumResourceLength"/>).</summary>
internal static class ResourceSize
{
    /// <summary>Refuses a resource that is too large.</summary>
    /// <param name="resource">A resource in our form. Attributes with a higher limit of their own, members, aren't counted.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="ScimRefusedException">invalidValue: it is too large.</exception>
    public static void Check(JsonObject resource, ResourceTypeDefinition type)
    {
        var length = 0;
        foreach (var (name, value) in resource)
        {
            if (type.TryFindTopAttribute(name, out var attribute) && attribute.Rules.MaximumValues > ScimLimits.MaximumValues)
            {
                continue;
            }

            length += name.Length + Measure(value);
        }

        if (length > ScimLimits.MaximumResourceLength)
        {
            throw new ScimRefusedException(
                ScimType.InvalidValue,
                $"The {type.Name} has more than {ScimLimits.MaximumResourceLength} characters. Map fewer or shorter attributes.");
        }
    }

    private static int Measure(JsonNode? node)
    {
        var length = 0;
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in json)
                {
                    length += name.Length + Measure(value);
                }

                break;
            case JsonArray array:
                foreach (var element in array)
                {
                    length += Measure(element);
                }

                break;
            default:
                length = JsonText.TryRead(node, out var text) ? text.Length : 1;
                break;
        }

        return length;
    }
}
