using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Writes schemas as RFC 7643 section 7 represents them.</summary>
internal static class SchemaJson
{
    /// <summary>Writes a schema.</summary>
    public static JsonObject WriteSchema(SchemaDefinition schema) => new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.SchemaUrn),
        ["id"] = schema.Id,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["attributes"] = WriteAttributes(schema.Attributes),
    };

    private static JsonArray WriteAttributes(IReadOnlyList<AttributeDefinition> attributes) =>
        new([.. attributes.Select(WriteAttribute)]);

    private static JsonObject WriteAttribute(AttributeDefinition attribute)
    {
        var json = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Keyword(attribute.Type),
            ["multiValued"] = attribute.MultiValued,
            ["description"] = attribute.Description,
            ["required"] = attribute.Required,
            ["caseExact"] = attribute.CaseExact,
            ["mutability"] = Keyword(attribute.Mutability),
            ["returned"] = Keyword(attribute.Returned),
            ["uniqueness"] = Keyword(attribute.Uniqueness),
        };
        if (attribute.CanonicalValues.Count > 0)
        {
            json["canonicalValues"] = new JsonArray([.. attribute.CanonicalValues.Select(value => JsonValue.Create(value))]);
        }

        if (attribute.ReferenceTypes.Count > 0)
        {
            json["referenceTypes"] = new JsonArray([.. attribute.ReferenceTypes.Select(value => JsonValue.Create(value))]);
        }

        if (attribute.SubAttributes.Count > 0)
        {
            json["subAttributes"] = WriteAttributes(attribute.SubAttributes);
        }

        return json;
    }

    /// <summary>The RFC's spelling: each keyword is ours with a small first letter: readWrite, dateTime.</summary>
    public static string Keyword<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
