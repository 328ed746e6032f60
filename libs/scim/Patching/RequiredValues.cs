using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>
/// What a changed resource may not lack. Seen after all operations, because one brings what another needs; and only where
/// it was there before, so that a schema that came later doesn't keep anybody from being deactivated.
/// </summary>
internal static class RequiredValues
{
    /// <summary>Refuses a result that lacks what its schemas require.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="before">The resource before the change.</param>
    /// <param name="after">The resource after it.</param>
    /// <exception cref="ScimRefusedException">invalidValue, or mutability where a required extension was removed.</exception>
    public static void Check(ResourceTypeDefinition type, JsonObject before, JsonObject after)
    {
        CheckParts(type.Schema.Attributes, before, after);
        foreach (var (schema, required) in type.Extensions)
        {
            var partsBefore = before[schema.Id] as JsonObject;
            if (after[schema.Id] is JsonObject parts)
            {
                CheckParts(schema.Attributes, partsBefore, parts);
            }
            else if (required && partsBefore is not null)
            {
                throw new ScimRefusedException(ScimType.Mutability, $"\"{schema.Id}\" is required and can't be removed.");
            }
        }
    }

    private static void CheckParts(IReadOnlyList<AttributeDefinition> attributes, JsonObject? before, JsonObject after)
    {
        foreach (var attribute in attributes)
        {
            var value = after[attribute.Name];
            if (value is JsonObject parts)
            {
                CheckParts(attribute.SubAttributes, before?[attribute.Name] as JsonObject, parts);
            }
            else if (value is null && attribute.Required && (before is null || before.ContainsKey(attribute.Name)))
            {
                throw new ScimRefusedException(ScimType.InvalidValue, $"{attribute} is required. Give it a value in the same request.");
            }
        }
    }
}
