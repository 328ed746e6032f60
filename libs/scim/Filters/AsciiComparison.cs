using System.Buffers;
using System.Text;

namespace OptiId.Scim;

/// <summary>
/// Compares a stored text of visible ASCII with a filter's, on the bytes: what <see cref="ValueComparison"/> does with a
/// string, nothing made. Where all of one text is ASCII, the order of bytes and of UTF-16 units is the same.
/// </summary>
internal static class AsciiComparison
{
    private const int MaximumOnStack = 256;

    /// <summary>Whether a text meets a comparison.</summary>
    /// <param name="wanted">The operator.</param>
    /// <param name="text">The stored text; no control characters.</param>
    /// <param name="value">The filter's.</param>
    /// <param name="exact">Whether letter case counts.</param>
    public static bool Matches(ComparisonOperator wanted, ReadOnlySpan<byte> text, FilterValue value, bool exact)
    {
        if (exact)
        {
            return Compare(wanted, text, value.Utf8Text, value.Utf8Text);
        }

        if (wanted is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            return Ascii.EqualsIgnoreCase(text.Trim((byte)' '), value.Utf8Canonical) == (wanted == ComparisonOperator.Equal);
        }

        if (text.Length <= MaximumOnStack)
        {
            Span<byte> lower = stackalloc byte[text.Length];
            Ascii.ToLower(text, lower, out _);
            return CompareFolded(wanted, lower, value);
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        Ascii.ToLower(text, rented, out var length);
        var holds = CompareFolded(wanted, rented.AsSpan(0, length), value);
        ArrayPool<byte>.Shared.Return(rented);
        return holds;
    }

    private static bool CompareFolded(ComparisonOperator wanted, ReadOnlySpan<byte> lower, FilterValue value) =>
        wanted is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith
            ? Compare(wanted, lower, value.Utf8Folded, default)
            : Compare(wanted, lower.Trim((byte)' '), default, value.Utf8Canonical);

    private static bool Compare(ComparisonOperator wanted, ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, ReadOnlySpan<byte> whole) => wanted switch
    {
        ComparisonOperator.Contains => text.IndexOf(part) >= 0,
        ComparisonOperator.StartsWith => text.StartsWith(part),
        ComparisonOperator.EndsWith => text.EndsWith(part),
        _ => ValueComparison.Holds(wanted, text.SequenceCompareTo(whole)),
    };
}
