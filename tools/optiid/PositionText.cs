using System.CommandLine.Parsing;
using System.Globalization;
using OptiId.Common.V1;

namespace OptiId.Cli;

/// <summary>A position in a change log as people pass it on: <c>SOURCE/PARTITION/EPOCH/SEQUENCE</c> (P20).</summary>
internal static class PositionText
{
    public static string Format(Position position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.Source}/{position.Partition}/{position.Epoch}/{position.Sequence}");

    public static bool TryParse(string text, out Position position)
    {
        position = new();
        if (text.Split('/') is not [var source, var partition, var epoch, var sequence] || source.Length == 0 || epoch.Length == 0
            || !uint.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var partitionNumber)
            || !ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber))
        {
            return false;
        }

        position = new() { Source = source, Partition = partitionNumber, Epoch = epoch, Sequence = sequenceNumber };
        return true;
    }

    /// <summary>An option's values.</summary>
    public static Position[] Parse(ArgumentResult result)
    {
        var positions = new List<Position>();
        foreach (var token in result.Tokens)
        {
            if (TryParse(token.Value, out var position))
            {
                positions.Add(position);
            }
            else
            {
                result.AddError($"{token.Value} isn't a position; it reads SOURCE/PARTITION/EPOCH/SEQUENCE, as a change answers it.");
            }
        }

        return [.. positions];
    }
}
