using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Reading JSON nodes without exceptions of the JSON library.</summary>
internal static class JsonText
{
    /// <summary>Reads a string; false for every other node, and for a string that isn't well-formed.</summary>
    public static bool TryRead(JsonNode? node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (node is not JsonValue value)
        {
            return false;
        }

        try
        {
            return value.TryGetValue(out text) && text is not null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, in a body that didn't come through ScimJson.
            return false;
        }
    }

    /// <summary>Reads a boolean, also from a text such as "True" (facts/entra.md).</summary>
    public static bool TryReadBoolean(JsonNode? node, out bool flag)
    {
        if (node is JsonValue value && value.TryGetValue(out flag))
        {
            return true;
        }

        flag = false;
        return TryRead(node, out var text) && bool.TryParse(text, out flag);
    }

    /// <summary>Reads a number that a decimal can hold.</summary>
    public static bool TryReadNumber(JsonNode? node, out decimal number)
    {
        number = 0;
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetValue(out number))
        {
            return true;
        }

        if (value.TryGetValue(out long whole))
        {
            number = whole;
            return true;
        }

        if (value.TryGetValue(out int small))
        {
            number = small;
            return true;
        }

        if (value.TryGetValue(out double real) && Math.Abs(real) < 1e28)
        {
            number = (decimal)real;
            return true;
        }

        return false;
    }

    /// <summary>Whether a node says that there is no value: null or an empty array (RFC 7643 section 2.5).</summary>
    public static bool IsUnassigned([NotNullWhen(false)] JsonNode? node) => node is null or JsonArray { Count: 0 };

    /// <summary>Finds a member in any letter case, whatever the object itself does.</summary>
    public static JsonNode? Find(JsonObject json, string name)
    {
        TryFind(json, name, out var node);
        return node;
    }

    /// <summary>Finds a member in any letter case; false where there is none.</summary>
    public static bool TryFind(JsonObject json, string name, out JsonNode? node)
    {
        if (json.TryGetPropertyValue(name, out node) || json.Options?.PropertyNameCaseInsensitive == true)
        {
            return node is not null || json.ContainsKey(name);
        }

        foreach (var member in json)
        {
            if (string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                node = member.Value;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the reader stands at a key or text that is the name, in any letter case.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">In ASCII.</param>
    public static bool Is(ref readonly Utf8JsonReader reader, string name)
    {
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped && Ascii.IsValid(text))
        {
            return Ascii.EqualsIgnoreCase(text, name);
        }

        return string.Equals(reader.GetString(), name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether an array of strings has one, letter case not counting as in all URNs.</summary>
    public static bool HoldsUrn(JsonNode? node, string urn)
    {
        if (node is not JsonArray array)
        {
            return false;
        }

        foreach (var element in array)
        {
            if (TryRead(element, out var text) && string.Equals(text, urn, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
