using OptiId.Events.V1;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// The change log of a service: each partition numbers its changes 1, 2, 3, … without a gap. Outbox and journal in one; the truth
/// that the bus only announces (design: "Change log").
/// </summary>
/// <param name="session">The service's store.</param>
public sealed class ChangeLog(StoreSession session)
{
    /// <summary>How many entries one read answers at most.</summary>
    public const int MaximumRead = 500;

    private readonly KeySpace keys = session.Keys;
    private HashSet<string> knownLives = [];

    /// <summary>The service whose log this is.</summary>
    public string Source => keys.Service;

    /// <summary>Where a partition's log stands; sequence 0 and an empty epoch where nothing was ever written.</summary>
    public async Task<Head> ReadHeadAsync(int partition)
    {
        var sequence = session.Reads.StringGetAsync(keys.Sequence(partition));
        var epoch = ReadEpochAsync(partition);
        return new Head
        {
            Partition = (uint)partition,
            Sequence = (ulong)(long)await sequence,
            Epoch = (await epoch).Name,
        };
    }

    /// <summary>
    /// Whether the entries up to a position are those that whoever read them then would find now. False after a restored backup, and after a failover for
    /// whoever had read what the new master never got.
    /// </summary>
    /// <param name="partition">The log.</param>
    /// <param name="epoch">Its epoch then; empty where nothing was read yet.</param>
    /// <param name="sequence">The last one that was read.</param>
    public async Task<bool> HoldsAsync(int partition, string epoch, ulong sequence) =>
        (epoch.Length == 0 && sequence == 0)
        || ((await ReadEpochAsync(partition)).Holds(epoch, sequence) && sequence <= (ulong)(long)await session.Reads.StringGetAsync(keys.Sequence(partition)));

    /// <summary>Where every partition's log stands.</summary>
    public Task<Head[]> ReadHeadsAsync() => Task.WhenAll(Enumerable.Range(0, Partition.Count).Select(ReadHeadAsync));

    /// <summary>The entries after a sequence, in order and without a gap, at most <paramref name="limit"/>.</summary>
    /// <returns>The entries; null where the log no longer reaches back that far.</returns>
    public async Task<IReadOnlyList<Change>?> ReadAsync(int partition, ulong after, int limit = MaximumRead)
    {
        var head = (await ReadHeadAsync(partition)).Sequence;
        var count = (int)Math.Min(head > after ? head - after : 0, (ulong)Math.Clamp(limit, 0, MaximumRead));
        if (count == 0)
        {
            return [];
        }

        var fields = new RedisValue[count];
        for (var i = 0; i < count; i++)
        {
            fields[i] = (long)after + 1 + i;
        }

        var entries = await session.Reads.HashGetAsync(keys.Log(partition), fields);
        if (entries[0].IsNull)
        {
            return null;
        }

        var changes = new List<Change>(count);
        foreach (var entry in entries)
        {
            if (entry.IsNull)
            {
                break;
            }

            var change = Change.Parser.ParseFrom((byte[])entry!);
            change.Sequence = after + 1 + (ulong)changes.Count;
            changes.Add(change);
        }

        return changes;
    }

    /// <summary>Forgets the entries that are older than a time, oldest first, at most 1,000 a call.</summary>
    /// <returns>How many were forgotten.</returns>
    public async Task<int> TrimAsync(int partition, DateTimeOffset olderThan)
    {
        var stored = await session.Bulk.StringGetAsync(keys.Oldest(partition));
        var oldest = (ulong)Math.Max(1, (long)stored);
        var old = new List<string>();
        while (old.Count < Commit.MaximumFields
            && await ReadAsync(partition, oldest - 1 + (ulong)old.Count, 100) is { Count: > 0 } changes)
        {
            var before = changes.TakeWhile(change => change.At.ToDateTimeOffset() < olderThan).ToList();
            old.AddRange(before.Select(change => change.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            if (before.Count < changes.Count)
            {
                break;
            }
        }

        if (old.Count == 0)
        {
            return 0;
        }

        // Another trimmer may have been faster: setting the mark back would leave it before a hole, and nothing would be trimmed any more.
        var commit = new Commit(partition).DeleteFields(keys.Log(partition), old).Set(keys.Oldest(partition), (long)oldest + old.Count);
        commit = stored.IsNull ? commit.ExpectAbsent(keys.Oldest(partition)) : commit.ExpectValue(keys.Oldest(partition), stored);
        if (await session.TryCommitAsync(commit) is null)
        {
            return 0;
        }

        return old.Count;
    }

    /// <summary>
    /// Looks whether another server answers than when this was last called, and whether that was promoted: the partitions that it serves begin new
    /// epochs then, as they do with the next entry anyway.
    /// </summary>
    public async Task NoticeFailoversAsync()
    {
        StoreMetrics.LookedForFailover(keys);
        var lives = new HashSet<string>();
        try
        {
            foreach (var server in session.Masters)
            {
                lives.Add((await server.InfoAsync("replication")).SelectMany(section => section).FirstOrDefault(line => line.Key == "master_replid").Value ?? "");
            }
        }
        catch (RedisServerException e) when (!StoreSession.IsAway(e))
        {
            return; // an ACL hides it
        }

        if (lives.IsSubsetOf(knownLives))
        {
            return;
        }

        for (var partition = 0; partition < Partition.Count; partition++)
        {
            await session.TryCommitAsync(new Commit(partition).RenewEpoch(keys));
        }

        knownLives = lives;
    }

    /// <summary>
    /// Begins a new numbering life: after a restore, where numbers have gone back, consumers must rebuild instead of comparing numbers (design:
    /// "epoch"). A failover is noticed by itself.
    /// </summary>
    public async Task RaiseEpochAsync()
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            await session.Bulk.StringSetAsync(keys.Epoch(partition), Guid.NewGuid().ToString("N"));
        }
    }

    /// <summary>Up to where the relay has published a partition.</summary>
    public async Task<ulong> ReadPublishedAsync(int partition) =>
        (ulong)(long)await session.Reads.StringGetAsync(keys.Published(partition));

    /// <summary>Up to where the relay has published, a partition each.</summary>
    public Task<ulong[]> ReadAllPublishedAsync() => Task.WhenAll(Enumerable.Range(0, Partition.Count).Select(ReadPublishedAsync));

    /// <summary>The relay has published up to here. Going back is harmless: consumers ignore what they have seen.</summary>
    public Task WritePublishedAsync(int partition, ulong sequence) =>
        session.Reads.StringSetAsync(keys.Published(partition), (long)sequence);

    /// <summary>Takes or prolongs a lease.</summary>
    /// <returns>Whether <paramref name="holder"/> has it now.</returns>
    public async Task<bool> TryHoldLeaseAsync(int partition, string name, string holder, TimeSpan duration)
    {
        var key = keys.Lease(partition, name);
        if (await session.Reads.StringSetAsync(key, holder, duration, When.NotExists))
        {
            return true;
        }

        if (await session.Reads.StringGetAsync(key) != holder)
        {
            return false;
        }

        return await session.TryCommitAsync(new Commit(partition).ExpectValue(key, holder).Set(key, holder, duration)) is not null;
    }

    private async Task<LogEpoch> ReadEpochAsync(int partition) => LogEpoch.Parse(await session.Reads.StringGetAsync(keys.Epoch(partition)));
}
