using System.Globalization;

namespace OptiId.Scim;

/// <summary>
/// What a resource is sorted by (RFC 7644 section 3.4.2.3): a text in the form that its attribute is compared in, or a number (booleans
/// and instants too). Keys of one attribute are of one kind. <see cref="None"/> is a resource without a value.
/// </summary>
/// <param name="Text">The text; null for a number.</param>
/// <param name="Number">The number; null for a text.</param>
public readonly record struct SortValue(string? Text, decimal? Number) : IComparable<SortValue>
{
    private const char TextMark = 't', NumberMark = 'n', NoneMark = '-';

    /// <summary>No value: after every other one in ascending order.</summary>
    public static SortValue None => default;

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => Text is not null || Number is not null;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It isn't that.</exception>
    public static SortValue Parse(string text) => text switch
    {
        [TextMark, .. var value] => new(value, null),
        [NumberMark, .. var value] => new(null, decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [NoneMark] => None,
        _ => throw new FormatException("Not a sort value."),
    };

    /// <inheritdoc/>
    public int CompareTo(SortValue other) => (HasValue, other.HasValue) switch
    {
        (true, true) when Text is not null && other.Text is not null => UnicodeText.Compare(Text, other.Text),
        (true, true) => Nullable.Compare(Number, other.Number),
        (false, false) => 0,
        (var has, _) => has ? -1 : 1,
    };

    /// <summary>As a cursor carries it.</summary>
    public override string ToString() =>
        Text is not null ? TextMark + Text
        : Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"{NumberMark}{number}")
        : NoneMark.ToString();

    /// <inheritdoc/>
    public static bool operator <(SortValue left, SortValue right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(SortValue left, SortValue right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(SortValue left, SortValue right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(SortValue left, SortValue right) => left.CompareTo(right) >= 0;
}
