using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OptiId.Scim;

/// <summary>
/// The one comparison form for names (P32), used by indexes, filters, uniqueness and reserved names alike: NFKC,
/// trimmed, invariant lower case. Two names are the same where their canonical texts are equal by ordinal.
/// What is stored and returned stays as it was sent.
/// </summary>
public static class CanonicalText
{
    // Lower case can open the way for a composition that upper case has not (J + caron), so both are repeated until
    // nothing changes; two rounds are the most that Unicode needs.
    private const int MaximumRounds = 4;

    /// <summary>Brings a name into its comparison form.</summary>
    /// <param name="text">The name as it was sent.</param>
    /// <param name="canonical">The comparison form; empty for a blank name.</param>
    /// <returns>False for a name with a control or format character or a lone surrogate, which no name may have.</returns>
    public static bool TryCanonicalize(string text, [NotNullWhen(true)] out string? canonical) =>
        TryConvert(text, trim: true, out canonical);

    /// <summary>Brings a name into its comparison form.</summary>
    /// <param name="text">The name as it was sent.</param>
    /// <returns>The comparison form; empty for a blank name.</returns>
    /// <exception cref="ScimRefusedException">invalidValue: a control or format character or a lone surrogate (P32).</exception>
    public static string Canonicalize(string text) => TryCanonicalize(text, out var canonical)
        ? canonical
        : throw new ScimRefusedException(
            ScimType.InvalidValue,
            "A name holds an invisible control or format character. Remove it at the identity provider.");

    /// <summary>The comparison form, or lower case alone for a text that has none: an address may hold line breaks.</summary>
    internal static string ForComparison(string text) =>
        TryConvert(text, trim: true, out var canonical) ? canonical : text.ToLowerInvariant();

    /// <summary>As <see cref="ForComparison"/> with leading and trailing spaces kept, to look for a part (co, sw, ew).</summary>
    internal static string ForPart(string text) =>
        TryConvert(text, trim: false, out var folded) ? folded : text.ToLowerInvariant();

    private static bool TryConvert(string text, bool trim, [NotNullWhen(true)] out string? converted)
    {
        ArgumentNullException.ThrowIfNull(text);
        converted = null;
        if (Ascii.IsValid(text))
        {
            return TryConvertAscii(text, trim, out converted);
        }

        if (!HoldsOnlyVisibleCharacters(text))
        {
            return false;
        }

        var current = text;
        for (var round = 0; round < MaximumRounds; round++)
        {
            var previous = current;
            current = CompatibilityNormalization.Normalize(current);
            current = (trim ? current.Trim() : current).ToLowerInvariant();
            if (string.Equals(previous, current, StringComparison.Ordinal))
            {
                break;
            }
        }

        converted = current;
        return true;
    }

    private static bool TryConvertAscii(string text, bool trim, [NotNullWhen(true)] out string? converted)
    {
        converted = null;
        foreach (var character in text)
        {
            if (character is < ' ' or '\u007F')
            {
                return false;
            }
        }

        converted = (trim ? text.Trim() : text).ToLowerInvariant();
        return true;
    }

    private static bool HoldsOnlyVisibleCharacters(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
