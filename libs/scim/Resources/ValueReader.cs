using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>
/// Holds values to their attribute's definition and copies them into our form: the schema's spelling, real booleans,
/// arrays where the attribute has many values, nothing unknown, nothing read-only, nothing empty.
/// </summary>
internal static class ValueReader
{
    /// <summary>Reads what a resource or an operation has for an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="node">The value from the input; stays as it is.</param>
    /// <param name="purpose">Whether nulls in an object are left out, or kept because they end a value.</param>
    /// <returns>A new node: an array for a multi-valued attribute; null where there is no value.</returns>
    /// <exception cref="ScimRefusedException">invalidValue: it isn't a value of that attribute.</exception>
    public static JsonNode? Read(AttributeDefinition attribute, JsonNode? node, ValuePurpose purpose)
    {
        if (JsonText.IsUnassigned(node))
        {
            return null;
        }

        return attribute.MultiValued ? ReadMany(attribute, node) : ReadOne(attribute, node, purpose);
    }

    /// <summary>Reads one value of an attribute, of a multi-valued one too.</summary>
    /// <inheritdoc cref="Read"/>
    public static JsonNode? ReadOne(AttributeDefinition attribute, JsonNode? node, ValuePurpose purpose)
    {
        if (node is null)
        {
            return null;
        }

        return attribute.Type switch
        {
            AttributeType.Complex => ReadComplex(attribute, node, purpose),
            AttributeType.Boolean => ReadBoolean(attribute, node),
            AttributeType.Integer or AttributeType.Decimal => ReadNumber(attribute, node),
            _ => JsonValue.Create(ReadText(attribute, node)),
        };
    }

    /// <summary>Refuses a complex value that lacks a part that the schema requires.</summary>
    public static void RequireParts(AttributeDefinition attribute, JsonObject value)
    {
        foreach (var subAttribute in attribute.SubAttributes)
        {
            // That a required text isn't blank was seen when it was read.
            if (subAttribute.Required && value[subAttribute.Name] is null)
            {
                throw Refuse($"{(attribute.MultiValued ? "Each of " : string.Empty)}{attribute} needs {subAttribute.Name}.");
            }
        }
    }

    private static JsonArray? ReadMany(AttributeDefinition attribute, JsonNode node)
    {
        // One value without the array around it is what some clients send for a single one.
        if (node is not JsonArray array)
        {
            return ReadOne(attribute, node, ValuePurpose.Resource) is { } single ? [single] : null;
        }

        if (array.Count > attribute.Rules.MaximumValues)
        {
            throw Refuse($"{attribute} has more than {attribute.Rules.MaximumValues} values.");
        }

        var values = new JsonArray();
        foreach (var element in array)
        {
            if (ReadOne(attribute, element, ValuePurpose.Resource) is { } value)
            {
                values.Add(value);
            }
        }

        if (values.Count == 0)
        {
            return null;
        }

        MultipleValues.RequireOnePrimary(attribute, values);
        MultipleValues.RemoveDuplicates(attribute, values);
        return values;
    }

    private static JsonObject? ReadComplex(AttributeDefinition attribute, JsonNode node, ValuePurpose purpose)
    {
        // Entra sends the manager as a plain string (facts/entra.md), an empty one where there is none.
        if (!attribute.MultiValued && attribute.ValueAttribute is { } valueAttribute && JsonText.TryRead(node, out var text))
        {
            return string.IsNullOrWhiteSpace(text) ? null : new JsonObject { [valueAttribute.Name] = ReadOne(valueAttribute, node, purpose) };
        }

        if (node is not JsonObject json)
        {
            throw Refuse($"{attribute} has to be an object with parts such as {attribute.SubAttributes[0].Name}.");
        }

        var value = new JsonObject();
        foreach (var member in json)
        {
            if (!attribute.TryFindSubAttribute(member.Key, out var subAttribute)
                || subAttribute.Mutability == Mutability.ReadOnly
                || subAttribute.Returned == Returned.Never)
            {
                continue;
            }

            var part = Read(subAttribute, member.Value, purpose);
            if (part is null && purpose == ValuePurpose.Resource)
            {
                continue;
            }

            if (!value.TryAdd(subAttribute.Name, part))
            {
                throw Refuse($"{subAttribute} is there twice; letter case doesn't count.");
            }
        }

        if (purpose == ValuePurpose.Change)
        {
            return value;
        }

        // Nothing said of a single value is no value; an element of many has been said to be there.
        if (value.Count == 0 && !attribute.MultiValued)
        {
            return null;
        }

        RequireParts(attribute, value);
        return value.Count == 0 ? null : value;
    }

    private static JsonValue ReadBoolean(AttributeDefinition attribute, JsonNode node) =>
        JsonText.TryReadBoolean(node, out var flag)
            ? JsonValue.Create(flag)
            : throw Refuse($"{attribute} has to be true or false.");

    private static JsonValue ReadNumber(AttributeDefinition attribute, JsonNode node)
    {
        if (!JsonText.TryReadNumber(node, out var number))
        {
            throw Refuse($"{attribute} has to be a number.");
        }

        if (attribute.Type == AttributeType.Decimal)
        {
            return JsonValue.Create(number);
        }

        return number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? JsonValue.Create((long)number)
            : throw Refuse($"{attribute} has to be a whole number.");
    }

    private static string ReadText(AttributeDefinition attribute, JsonNode node)
    {
        if (!JsonText.TryRead(node, out var text))
        {
            throw Refuse(attribute, $"{attribute} has to be a text.");
        }

        if (text.Length > attribute.Rules.MaximumLength)
        {
            throw Refuse(attribute, $"{attribute} is longer than {attribute.Rules.MaximumLength} characters.");
        }

        if (text.Contains('\0') || !UnicodeText.IsWellFormed(text))
        {
            throw Refuse(attribute, $"{attribute} holds a NUL character or half of a surrogate pair. Remove it at the identity provider.");
        }

        CheckFormat(attribute, text);
        return text;
    }

    private static void CheckFormat(AttributeDefinition attribute, string text)
    {
        if (attribute.Required && string.IsNullOrWhiteSpace(text))
        {
            throw Refuse(attribute, $"{attribute} is required and must not be blank.");
        }

        if (attribute.Rules.Format == ValueFormat.EmailAddress && !EmailAddress.IsValid(text))
        {
            throw Refuse(attribute, $"{attribute} has to be an e-mail address. In Okta, set the application username format to Email.");
        }

        if (attribute.Rules.Format == ValueFormat.Name
            && (!CanonicalText.TryCanonicalize(text, out var canonical) || canonical.Length == 0))
        {
            throw Refuse(attribute, $"{attribute} holds an invisible control or format character, or nothing visible. Change it at the identity provider.");
        }

        if (attribute.Type == AttributeType.DateTime && text.Length > 0 && !ScimInstant.TryParse(text, out _))
        {
            throw Refuse(attribute, $"{attribute} has to be an instant such as 2026-01-31T12:00:00Z.");
        }

        if (attribute.Type == AttributeType.Binary && !IsBase64(text))
        {
            throw Refuse(attribute, $"{attribute} has to be base64.");
        }
    }

    // RFC 7643 section 2.3.6: the padding may be left out.
    private static bool IsBase64(string text) => Base64.IsValid(text) || (text.Length % 4 is 2 or 3 && Base64.IsValid($"{text}{new string('=', 4 - (text.Length % 4))}"));

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidValue, detail);

    private static ScimRefusedException Refuse(AttributeDefinition attribute, string detail) => new(ScimType.InvalidValue, detail, attribute.Name);
}
