using System.Text.Json;

namespace OptiId.Scim;

/// <summary>Goes through a body once, without building anything, and refuses what <see cref="ScimJson"/> does.</summary>
internal ref struct ScimJsonInspector
{
    private readonly JsonKeys keys;
    private Utf8JsonReader reader;

    /// <summary>Starts at the beginning of a body.</summary>
    public ScimJsonInspector(ReadOnlySpan<byte> utf8)
    {
        keys = new JsonKeys();
        reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ScimLimits.MaximumJsonDepth });
    }

    /// <summary>Goes through the body.</summary>
    /// <exception cref="JsonException">It isn't JSON, is too deep, or goes on after its end.</exception>
    /// <exception cref="ScimRefusedException">It is JSON that isn't accepted.</exception>
    public void Inspect()
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse("The body isn't a JSON object.");
        }

        keys.EnterObject();
        var values = 0;
        while (reader.Read())
        {
            InspectToken();
            if (reader.TokenType != JsonTokenType.PropertyName && ++values > ScimLimits.MaximumJsonValues)
            {
                throw Refuse($"The body has more than {ScimLimits.MaximumJsonValues} values.");
            }
        }
    }

    private readonly void InspectToken()
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                keys.EnterObject();
                break;
            case JsonTokenType.EndObject:
                keys.LeaveObject();
                break;
            case JsonTokenType.PropertyName:
                InspectText();
                var name = reader.GetString()!;
                if (!keys.TryAdd(name))
                {
                    throw Refuse($"The body has the key {Excerpt.Of(name)} twice in one object; letter case doesn't count.");
                }

                break;
            case JsonTokenType.String:
                InspectText();
                break;
            default:
                break;
        }
    }

    // The reader has checked that each \u has four digits. What it doesn't check is whether halves of surrogate pairs
    // find each other, and raw UTF-8 can't hold halves.
    private readonly void InspectText()
    {
        if (!reader.ValueIsEscaped)
        {
            return;
        }

        var text = reader.ValueSpan;
        var awaitsLowHalf = false;
        for (var index = 0; index < text.Length;)
        {
            var unit = -1;
            if (text[index] != '\\')
            {
                index++;
            }
            else if (text[index + 1] != 'u')
            {
                index += 2;
            }
            else
            {
                unit = CodeUnit(text.Slice(index + 2, 4));
                index += 6;
            }

            if (awaitsLowHalf != (unit is >= 0xDC00 and <= 0xDFFF))
            {
                throw Refuse("The body has a text with half of a surrogate pair.");
            }

            awaitsLowHalf = unit is >= 0xD800 and <= 0xDBFF;
            if (unit == 0)
            {
                throw new ScimRefusedException(ScimType.InvalidValue, "The body has a text with a NUL character. Remove it at the identity provider.");
            }
        }

        if (awaitsLowHalf)
        {
            throw Refuse("The body has a text with half of a surrogate pair.");
        }
    }

    private static int CodeUnit(ReadOnlySpan<byte> digits)
    {
        var unit = 0;
        foreach (var digit in digits)
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return unit;
    }

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidSyntax, detail);
}
