using System.Buffers.Binary;
using OptiId.Events.V1;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// What a service's change log says about one subject (a user, a group): an index from the subject to the numbers of its entries, written in the
/// commit that appends them (<see cref="Commit.Append"/>). A field of one hash for each subject holds six bytes for each of its newest entries.
/// </summary>
/// <param name="session">The service's store.</param>
public sealed class ChangeHistory(StoreSession session)
{
    /// <summary>How many entries of a subject are remembered: the newest.</summary>
    public const int MaximumEntries = 200;

    internal const int EntryLength = 6;

    /// <summary>
    /// The entries about a subject, newest first; those that the log has forgotten are left out. The history of a subject that
    /// <see cref="Commit.ForgetHistory"/> forgot is empty.
    /// </summary>
    /// <param name="partition">Where the subject lives.</param>
    /// <param name="subject">Its id.</param>
    /// <param name="before">Only entries before this sequence; 0: from the newest.</param>
    /// <param name="count">How many at most.</param>
    public async Task<ChangeHistoryPage> ReadAsync(int partition, string subject, ulong before, int count)
    {
        var known = (byte[]?)await session.Reads.HashGetAsync(session.Keys.History(partition), subject) ?? [];
        var sequences = known.Chunk(EntryLength).Select(Number).Distinct().OrderDescending().Where(sequence => before == 0 || sequence < before).ToList();
        var asked = sequences.Take(count).ToList();
        if (asked.Count == 0)
        {
            return new([], 0);
        }

        var entries = await session.Reads.HashGetAsync(session.Keys.Log(partition), [.. asked.Select(sequence => (RedisValue)(long)sequence)]);
        var changes = new List<Change>(asked.Count);
        foreach (var (sequence, entry) in asked.Zip(entries).TakeWhile(pair => !pair.Second.IsNull))
        {
            var change = Change.Parser.ParseFrom((byte[])entry!);
            change.Sequence = sequence;
            changes.Add(change);
        }

        // The log forgets its oldest entries first: where one is gone, so are all before it.
        var hasMore = changes.Count == asked.Count && sequences.Count > asked.Count;
        return new(changes, hasMore ? asked[^1] : 0);
    }

    private static ulong Number(byte[] entry)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        number.Clear();
        entry.CopyTo(number[(sizeof(ulong) - EntryLength)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(number);
    }
}

/// <summary>A page of a history.</summary>
/// <param name="Changes">The entries, newest first.</param>
/// <param name="NextBefore">What to read before for the next page; 0: there is none.</param>
public sealed record ChangeHistoryPage(IReadOnlyList<Change> Changes, ulong NextBefore);
