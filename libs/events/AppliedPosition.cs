using System.Globalization;

namespace OptiId.Events;

/// <summary>How far a projection has applied a partition of a source's log.</summary>
/// <param name="Epoch">The log's numbering life; empty where nothing was applied yet.</param>
/// <param name="Sequence">The last entry applied.</param>
public readonly record struct AppliedPosition(string Epoch, ulong Sequence)
{
    /// <summary>Nothing was applied yet.</summary>
    public static AppliedPosition None { get; } = new("", 0);

    /// <summary>As it is stored: <c>epoch/sequence</c>; nothing for <see cref="None"/>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}/{Sequence}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null is <see cref="None"/>.</summary>
    public static AppliedPosition Parse(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new(text[..slash], ulong.Parse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }
}
