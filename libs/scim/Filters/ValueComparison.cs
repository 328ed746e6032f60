using System.Text;

namespace OptiId.Scim;

/// <summary>Compares one stored value with a filter's.</summary>
internal static class ValueComparison
{
    /// <summary>Whether a value meets a comparison. No value meets <c>ne</c> only.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="leaf">The value.</param>
    /// <param name="ofAnElement">Whether it stands, or is absent, in an element of a multi-valued attribute.</param>
    public static bool Matches<TValue>(Filter.Comparison comparison, TValue leaf, bool ofAnElement)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct
    {
        var attribute = comparison.Path.Target;
        var value = comparison.Value;
        var wanted = comparison.Operator;
        switch (attribute.Type)
        {
            case AttributeType.Boolean:
                return leaf.TryReadBoolean(out var flag) || (ofAnElement && attribute.IsPrimary)
                    ? (flag == value.Flag) == (wanted == ComparisonOperator.Equal)
                    : wanted == ComparisonOperator.NotEqual;
            case AttributeType.Integer or AttributeType.Decimal:
                return leaf.TryReadNumber(out var number)
                    ? Holds(wanted, number.CompareTo(value.Number))
                    : wanted == ComparisonOperator.NotEqual;
            case AttributeType.DateTime:
                return TryReadInstant(leaf, out var instant)
                    ? Holds(wanted, instant.CompareTo(value.Instant))
                    : wanted == ComparisonOperator.NotEqual;
            default:
                if (leaf.TryReadAscii(out var ascii))
                {
                    return AsciiComparison.Matches(wanted, ascii, value, attribute.CaseExact);
                }

                return leaf.TryReadText(out var text)
                    ? MatchesText(wanted, text, value, attribute.CaseExact)
                    : wanted == ComparisonOperator.NotEqual;
        }
    }

    /// <summary>Whether an order, as of <see cref="IComparable"/>, meets an operator.</summary>
    public static bool Holds(ComparisonOperator wanted, int order) => wanted switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.GreaterThan => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        ComparisonOperator.LessThan => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        _ => false,
    };

    private static bool TryReadInstant<TValue>(TValue leaf, out DateTimeOffset instant)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct
    {
        if (!leaf.TryReadAscii(out var ascii))
        {
            instant = default;
            return leaf.TryReadText(out var text) && ScimInstant.TryParse(text, out instant);
        }

        instant = default;
        Span<char> characters = stackalloc char[ScimInstant.MaximumLength];
        return ascii.Length <= characters.Length
            && ScimInstant.TryParse(characters[..Encoding.ASCII.GetChars(ascii, characters)], out instant);
    }

    private static bool MatchesText(ComparisonOperator wanted, string text, FilterValue value, bool exact)
    {
        if (wanted is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith)
        {
            // Spaces at the ends count in a part: co " of " asks for a word.
            var whole = exact ? text : CanonicalText.ForPart(text);
            var part = exact ? value.Text : value.Folded;
            return wanted switch
            {
                ComparisonOperator.Contains => whole.Contains(part, StringComparison.Ordinal),
                ComparisonOperator.StartsWith => whole.StartsWith(part, StringComparison.Ordinal),
                _ => whole.EndsWith(part, StringComparison.Ordinal),
            };
        }

        if (exact)
        {
            return Holds(wanted, string.CompareOrdinal(text, value.Text));
        }

        return Holds(wanted, string.CompareOrdinal(CanonicalText.ForComparison(text), value.Canonical));
    }
}
