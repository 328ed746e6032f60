using System.Globalization;
using System.Text;

namespace OptiId.Scim;

/// <summary>What a filter compares with. Immutable; equal by kind and value.</summary>
public sealed class FilterValue : IEquatable<FilterValue>
{
    // Found once a filter, not once a resource that the filter is held against.
    private string? canonical;
    private string? folded;
    private DateTimeOffset? instant;
    private byte[]? utf8Text;
    private byte[]? utf8Canonical;
    private byte[]? utf8Folded;

    private FilterValue(FilterValueKind kind, string text = "", decimal number = 0, bool flag = false)
    {
        Kind = kind;
        Text = text;
        Number = number;
        Flag = flag;
    }

    /// <summary>No value.</summary>
    public static FilterValue Null { get; } = new(FilterValueKind.Null);

    /// <summary>True.</summary>
    public static FilterValue True { get; } = new(FilterValueKind.Boolean, flag: true);

    /// <summary>False.</summary>
    public static FilterValue False { get; } = new(FilterValueKind.Boolean);

    /// <summary>The kind, which says which of the other properties counts.</summary>
    public FilterValueKind Kind { get; }

    /// <summary>The text; empty for other kinds.</summary>
    public string Text { get; }

    /// <summary>The number; 0 for other kinds.</summary>
    public decimal Number { get; }

    /// <summary>The boolean; false for other kinds.</summary>
    public bool Flag { get; }

    /// <summary>The text in P32's comparison form; in lower case where it has none.</summary>
    internal string Canonical => canonical ??= CanonicalText.ForComparison(Text);

    /// <summary>As <see cref="Canonical"/>, leading and trailing spaces kept.</summary>
    internal string Folded => folded ??= CanonicalText.ForPart(Text);

    /// <summary><see cref="Text"/> in UTF-8.</summary>
    internal byte[] Utf8Text => utf8Text ??= Encoding.UTF8.GetBytes(Text);

    /// <summary><see cref="Canonical"/> in UTF-8.</summary>
    internal byte[] Utf8Canonical => utf8Canonical ??= Encoding.UTF8.GetBytes(Canonical);

    /// <summary><see cref="Folded"/> in UTF-8.</summary>
    internal byte[] Utf8Folded => utf8Folded ??= Encoding.UTF8.GetBytes(Folded);

    /// <summary>The text as an instant. Only for values that the parser found to be one.</summary>
    internal DateTimeOffset Instant => instant ??= ScimInstant.TryParse(Text, out var found) ? found : default;

    /// <summary>A text.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <returns>The value.</returns>
    public static FilterValue Of(string text) => new(FilterValueKind.Text, text: text);

    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static FilterValue Of(decimal number) => new(FilterValueKind.Number, number: number);

    /// <summary>A boolean.</summary>
    /// <param name="flag">The boolean.</param>
    /// <returns>The value.</returns>
    public static FilterValue Of(bool flag) => flag ? True : False;

    /// <inheritdoc/>
    public bool Equals(FilterValue? other) =>
        other is not null && Kind == other.Kind && Flag == other.Flag && Number == other.Number
        && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FilterValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Text, Number, Flag);

    /// <summary>Prints the value as JSON, the way a filter holds it.</summary>
    public override string ToString() => Kind switch
    {
        FilterValueKind.Null => "null",
        FilterValueKind.Boolean => Flag ? "true" : "false",
        FilterValueKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        _ => Quote(Text),
    };

    private static string Quote(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"' or '\\':
                    builder.Append('\\').Append(character);
                    break;
                case < ' ':
                    builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
                    break;
                default:
                    builder.Append(character);
                    break;
            }
        }

        return builder.Append('"').ToString();
    }
}
