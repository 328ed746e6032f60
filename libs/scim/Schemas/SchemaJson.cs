using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The JSON representation of schemas (RFC 7643 section 7).</summary>
internal static class SchemaJson
{
    /// <summary>Reads a schema.</summary>
    public static SchemaDefinition ReadSchema(JsonObject json)
    {
        var id = Text(json, "id");
        var attributes = ReadAttributes(json["attributes"], id, parent: null);
        return new SchemaDefinition(id, Text(json, "name"), Text(json, "description"), attributes);
    }

    /// <summary>Writes a schema.</summary>
    public static JsonObject WriteSchema(SchemaDefinition schema) => new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.SchemaUrn),
        ["id"] = schema.Id,
        ["name"] = schema.Name,
        ["description"] = schema.Description,
        ["attributes"] = WriteAttributes(schema.Attributes),
    };

    private static List<AttributeDefinition> ReadAttributes(JsonNode? json, string schema, string? parent)
    {
        var attributes = new List<AttributeDefinition>();
        foreach (var element in json as JsonArray ?? [])
        {
            attributes.Add(ReadAttribute(element!.AsObject(), schema, parent));
        }

        return attributes;
    }

    private static AttributeDefinition ReadAttribute(JsonObject json, string schema, string? parent)
    {
        var name = Text(json, "name");
        var fullName = parent is null ? name : $"{parent}.{name}";
        var type = Keyword<AttributeType>(json, "type");
        return new AttributeDefinition
        {
            Name = name,
            FullName = fullName,
            Type = type,
            MultiValued = Flag(json, "multiValued"),
            Description = Text(json, "description"),
            Required = Flag(json, "required"),
            CaseExact = Flag(json, "caseExact"),
            Mutability = Keyword<Mutability>(json, "mutability"),
            Returned = Keyword<Returned>(json, "returned"),
            Uniqueness = Keyword<Uniqueness>(json, "uniqueness"),
            CanonicalValues = Texts(json, "canonicalValues"),
            ReferenceTypes = Texts(json, "referenceTypes"),
            SubAttributes = ReadAttributes(json["subAttributes"], schema, fullName),
            Rules = ValueRules.Of(schema, fullName, type),
        };
    }

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

    private static string Text(JsonObject json, string name) =>
        json[name]?.GetValue<string>() ?? throw new InvalidOperationException($"The schema data lacks {name}.");

    private static bool Flag(JsonObject json, string name) => json[name]?.GetValue<bool>() ?? false;

    private static string[] Texts(JsonObject json, string name) =>
        json[name] is JsonArray values ? [.. values.Select(value => value!.GetValue<string>())] : [];

    private static TEnum Keyword<TEnum>(JsonObject json, string name)
        where TEnum : struct, Enum =>
        json[name] is { } keyword ? Enum.Parse<TEnum>(keyword.GetValue<string>(), ignoreCase: true) : default;

    // RFC 7643 writes each keyword as ours with a small first letter: readWrite, dateTime.
    private static string Keyword<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
