using System.Globalization;

namespace OptiId.Store;

/// <summary>
/// A log's epoch and what is remembered beside it, as the key holds it: <c>EPOCH@LIFE;EARLIER:SHARED;…</c>. The life is the replication id of the
/// master that wrote last. A master with another one that was a replica before was promoted, and may lack the end of the log as others have
/// read it: the script begins a new epoch with the first entry that it appends there (<c>Commit.lua</c>), and remembers up to where it shares the earlier one.
/// Whoever has read no further there goes on with the same numbers; whoever has read further must rebuild (design: "epoch").
/// </summary>
internal sealed record LogEpoch(string Name, IReadOnlyList<(string Name, ulong Shared)> Earlier)
{
    public static LogEpoch Parse(string? stored)
    {
        if (stored is null)
        {
            return new("", []);
        }

        var parts = stored.Split(';');
        // The last one may have been cut off where there were too many: what can't be read isn't known.
        return new(parts[0].Split('@')[0], [.. parts.Skip(1).Select(Read).TakeWhile(earlier => earlier is not null).Select(earlier => earlier!.Value)]);
    }

    /// <summary>Whether what somebody has read of an epoch, up to a sequence, is what the log holds now.</summary>
    public bool Holds(string epoch, ulong sequence)
    {
        if (epoch == Name)
        {
            return true;
        }

        var shared = ulong.MaxValue;
        foreach (var earlier in Earlier)
        {
            shared = Math.Min(shared, earlier.Shared);
            if (earlier.Name == epoch)
            {
                return sequence <= shared;
            }
        }

        return false;
    }

    private static (string Name, ulong Shared)? Read(string text) =>
        text.Split(':') is [{ Length: EpochLength } name, var number] && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var shared)
            ? (name, shared)
            : null;

    private const int EpochLength = 32;
}
