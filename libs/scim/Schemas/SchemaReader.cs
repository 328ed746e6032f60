using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>
/// Reads a schema file: the representation of RFC 7643 section 7, with <c>extends</c> and <c>required</c> for an extension.
/// Strict: a word that isn't understood is a mistake, not a default.
/// </summary>
internal sealed class SchemaReader
{
    private static readonly HashSet<string> SchemaWords = new(StringComparer.Ordinal)
    {
        "schemas", "id", "name", "description", "attributes", "meta", "extends", "required",
    };

    private static readonly HashSet<string> AttributeWords = new(StringComparer.Ordinal)
    {
        "name", "type", "subAttributes", "multiValued", "description", "required", "canonicalValues", "caseExact",
        "mutability", "returned", "uniqueness", "referenceTypes",
    };

    private readonly string file;
    private string urn = string.Empty;

    private SchemaReader(string file) => this.file = file;

    /// <summary>Reads a file.</summary>
    /// <param name="file">What refusals call it.</param>
    /// <param name="json">Its content in UTF-8.</param>
    /// <exception cref="SchemaFileException">It isn't such a schema.</exception>
    public static SchemaFile Read(string file, ReadOnlySpan<byte> json)
    {
        var reader = new SchemaReader(file);
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) is JsonObject schema
                ? reader.ReadSchema(schema)
                : throw reader.Refuse("it isn't a JSON object.");
        }
        catch (JsonException exception)
        {
            throw reader.Refuse($"it isn't valid JSON: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    private SchemaFile ReadSchema(JsonObject json)
    {
        CheckWords(json, SchemaWords, "the schema");
        urn = Text(json, "id", "the schema") ?? throw Refuse("the schema lacks \"id\", its URN.");
        if (json["attributes"] is not JsonArray { Count: > 0 })
        {
            throw Refuse("the schema lacks \"attributes\", an array.");
        }

        var attributes = ReadAttributes(json, "attributes", parent: null);
        var schema = new SchemaDefinition(
            urn, Text(json, "name", "the schema") ?? urn, Text(json, "description", "the schema") ?? string.Empty, attributes);
        return new SchemaFile(schema, Text(json, "extends", "the schema"), Flag(json, "required", "the schema"));
    }

    private List<AttributeDefinition> ReadAttributes(JsonObject json, string member, string? parent)
    {
        var attributes = new List<AttributeDefinition>();
        if (!json.TryGetPropertyValue(member, out var array))
        {
            return attributes;
        }

        foreach (var element in array as JsonArray ?? throw Refuse($"\"{member}\" has to be an array."))
        {
            var attribute = ReadAttribute(element as JsonObject ?? throw Refuse($"\"{member}\" holds something that isn't an object."), parent);
            if (attributes.Exists(other => string.Equals(other.Name, attribute.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw Refuse($"the attribute {attribute} is there twice; letter case doesn't count.");
            }

            attributes.Add(attribute);
        }

        return attributes;
    }

    private AttributeDefinition ReadAttribute(JsonObject json, string? parent)
    {
        var name = Text(json, "name", "an attribute") ?? throw Refuse("an attribute lacks \"name\".");
        if (!IsName(name))
        {
            throw Refuse($"{Excerpt.Of(name)} is no name of an attribute: a letter, then letters, digits, \"$\", \"-\" and \"_\" (RFC 7643 section 2.1).");
        }

        var fullName = parent is null ? name : $"{parent}.{name}";
        CheckWords(json, AttributeWords, fullName);
        var type = Keyword(json, "type", fullName, AttributeType.String);
        CheckParts(json, fullName, type, parent);
        var multiValued = Flag(json, "multiValued", fullName);
        return new AttributeDefinition
        {
            Name = name,
            FullName = fullName,
            Type = type,
            MultiValued = multiValued,
            Description = Text(json, "description", fullName) ?? string.Empty,
            Required = Flag(json, "required", fullName),
            CaseExact = Flag(json, "caseExact", fullName),
            Mutability = Keyword(json, "mutability", fullName, Mutability.ReadWrite),
            Returned = Keyword(json, "returned", fullName, Returned.Default),
            Uniqueness = Keyword(json, "uniqueness", fullName, Uniqueness.None),
            CanonicalValues = Texts(json, "canonicalValues", fullName),
            ReferenceTypes = Texts(json, "referenceTypes", fullName),
            SubAttributes = ReadAttributes(json, "subAttributes", fullName),
            Rules = ValueRules.Of(urn, fullName, type),
            ElementValue = multiValued && type != AttributeType.Complex ? ReadElement(json, fullName, type) : null,
        };
    }

    private AttributeDefinition ReadElement(JsonObject json, string fullName, AttributeType type) => new()
    {
        Name = "value",
        FullName = fullName,
        Type = type,
        CaseExact = Flag(json, "caseExact", fullName),
        IsElement = true,
    };

    private void CheckParts(JsonObject json, string fullName, AttributeType type, string? parent)
    {
        var isComplex = type == AttributeType.Complex;
        if (isComplex && parent is not null)
        {
            throw Refuse($"{fullName} is complex within complex (RFC 7643 section 2.3.8).");
        }

        if (isComplex != json["subAttributes"] is JsonArray { Count: > 0 })
        {
            throw Refuse(isComplex ? $"{fullName} is complex and lacks \"subAttributes\"." : $"{fullName} has \"subAttributes\" and isn't complex.");
        }

        if (parent is not null && Flag(json, "multiValued", fullName))
        {
            throw Refuse($"{fullName} is a sub-attribute and can't be multi-valued here.");
        }
    }

    // RFC 7643 section 2.1: ATTRNAME = ALPHA *(nameChar); $ref is the RFC's own exception (section 2.4).
    private static bool IsName(string name) =>
        name == "$ref" || (name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '$' or '-' or '_'));

    private void CheckWords(JsonObject json, HashSet<string> words, string what)
    {
        foreach (var (word, _) in json)
        {
            if (!words.Contains(word))
            {
                throw Refuse($"{what} has the unknown keyword {Excerpt.Of(word)}.");
            }
        }
    }

    private string? Text(JsonObject json, string name, string what)
    {
        if (!json.TryGetPropertyValue(name, out var node))
        {
            return null;
        }

        return JsonText.TryRead(node, out var text) ? text : throw Refuse($"\"{name}\" of {what} has to be a text.");
    }

    private bool Flag(JsonObject json, string name, string what) => json.TryGetPropertyValue(name, out var node)
        && (node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Refuse($"\"{name}\" of {what} has to be true or false."));

    private string[] Texts(JsonObject json, string name, string what)
    {
        if (!json.TryGetPropertyValue(name, out var node))
        {
            return [];
        }

        return node is JsonArray values
            ? [.. values.Select(value => JsonText.TryRead(value, out var text) ? text : throw Refuse($"\"{name}\" of {what} has to hold texts."))]
            : throw Refuse($"\"{name}\" of {what} has to be an array.");
    }

    private TEnum Keyword<TEnum>(JsonObject json, string name, string what, TEnum otherwise)
        where TEnum : struct, Enum
    {
        if (Text(json, name, what) is not { } word)
        {
            return otherwise;
        }

        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(SchemaJson.Keyword(value), word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var words = string.Join(", ", Enum.GetValues<TEnum>().Select(SchemaJson.Keyword));
        throw Refuse($"{what} has the unknown {name} {Excerpt.Of(word)}: one of {words}.");
    }

    private SchemaFileException Refuse(string reason) => new(file, reason);
}
