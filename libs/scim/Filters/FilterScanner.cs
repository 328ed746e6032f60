using System.Buffers;
using System.Globalization;
using System.Text;

namespace OptiId.Scim;

/// <summary>Reads the words and values that filters are made of.</summary>
internal ref struct FilterScanner
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \"()[]");

    private readonly ReadOnlySpan<char> text;
    private int position;

    /// <summary>Starts at the beginning of a text.</summary>
    public FilterScanner(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>Length of the whole text.</summary>
    public readonly int Length => text.Length;

    /// <summary>Whether nothing but spaces is left.</summary>
    public readonly bool AtEnd => text[position..].TrimStart(' ').IsEmpty;

    /// <summary>The position for a refusal, counted from 1.</summary>
    public readonly string Where => AtEnd ? "its end" : string.Create(CultureInfo.InvariantCulture, $"character {position + 1}");

    /// <summary>Goes to the next character that isn't a space.</summary>
    public void SkipSpaces()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }
    }

    /// <summary>Goes behind spaces; false where there is none.</summary>
    public bool TryReadSpace()
    {
        var before = position;
        SkipSpaces();
        return position > before;
    }

    /// <summary>Whether a character stands here.</summary>
    public readonly bool IsAt(char expected) => position < text.Length && text[position] == expected;

    /// <summary>Goes behind a character; false where another one stands here.</summary>
    public bool TryRead(char expected)
    {
        if (!IsAt(expected))
        {
            return false;
        }

        position++;
        return true;
    }

    /// <summary>Goes behind a word that connects two terms; false, and no step further, where it isn't the next one.</summary>
    public bool TryReadKeyword(ReadOnlySpan<char> keyword)
    {
        var before = position;
        SkipSpaces();
        if (ReadWord().Equals(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        position = before;
        return false;
    }

    /// <summary>Reads up to a space, quote, parenthesis or bracket; empty where one stands here.</summary>
    public ReadOnlySpan<char> ReadWord()
    {
        var rest = text[position..];
        var length = rest.IndexOfAny(WordEnds);
        var word = length < 0 ? rest : rest[..length];
        position += word.Length;
        return word;
    }

    /// <summary>Reads a JSON string, number, true, false or null.</summary>
    /// <exception cref="ScimRefusedException">invalidFilter: none of them stands here.</exception>
    public FilterValue ReadValue()
    {
        if (TryRead('"'))
        {
            return FilterValue.Of(ReadString());
        }

        var where = Where;
        var word = ReadWord();
        return word switch
        {
            _ when word.Equals("true", StringComparison.OrdinalIgnoreCase) => FilterValue.True,
            _ when word.Equals("false", StringComparison.OrdinalIgnoreCase) => FilterValue.False,
            _ when word.Equals("null", StringComparison.OrdinalIgnoreCase) => FilterValue.Null,
            _ when LooksLikeNumber(word)
                && decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => FilterValue.Of(number),
            _ => throw Refuse($"The filter lacks a value at {where}: a text needs double quotes."),
        };
    }

    // JSON numbers: no plus sign, no leading point. What .NET takes beyond that isn't understood.
    private static bool LooksLikeNumber(ReadOnlySpan<char> word)
    {
        var digits = word.StartsWith("-") ? word[1..] : word;
        return !digits.IsEmpty && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1])
            && (digits[0] != '0' || digits.Length == 1 || !char.IsAsciiDigit(digits[1]))
            && !digits.Contains(".e", StringComparison.OrdinalIgnoreCase);
    }

    // The opening quote has been read.
    private string ReadString()
    {
        var rest = text[position..];
        var end = rest.IndexOfAny('"', '\\');
        if (end >= 0 && rest[end] == '"')
        {
            position += end + 1;
            foreach (var character in rest[..end])
            {
                CheckRaw(character);
            }

            return Checked(rest[..end].ToString());
        }

        var builder = new StringBuilder();
        while (position < text.Length)
        {
            var character = text[position++];
            if (character == '"')
            {
                return Checked(builder.ToString());
            }

            CheckRaw(character);
            builder.Append(character == '\\' ? ReadEscape() : character);
        }

        throw Refuse("The filter has a text without its closing double quote.");
    }

    // The backslash has been read (RFC 8259 section 7).
    private char ReadEscape()
    {
        var escape = position < text.Length ? text[position++] : '\0';
        return escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadCodeUnit(),
            _ => throw Refuse("The filter has a text with an unknown escape. Write a backslash twice."),
        };
    }

    private char ReadCodeUnit()
    {
        if (position + 4 <= text.Length
            && ushort.TryParse(text.Slice(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            position += 4;
            return (char)unit;
        }

        throw Refuse("The filter has a text with an incomplete \\u escape.");
    }

    // JSON has control characters as escapes only (RFC 8259 section 7).
    private static void CheckRaw(char character)
    {
        if (character < ' ')
        {
            throw Refuse("The filter has a text with a control character. Write it as an escape.");
        }
    }

    private static string Checked(string value) => value.Contains('\0') || !UnicodeText.IsWellFormed(value)
        ? throw Refuse("The filter has a text with a NUL character or half of a surrogate pair.")
        : value;

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidFilter, detail);
}
