using OptiId.Events.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Events;

/// <summary>Where a projection keeps how far it has applied each partition of a source's log: a key of the partition, <c>applied:SOURCE</c>.</summary>
/// <param name="session">The projection's store.</param>
/// <param name="under">What the key's name begins with: a projection that is kept more than once has a position for each.</param>
public sealed class AppliedPositions(StoreSession session, string under = "")
{
    /// <summary>How far a partition has been applied.</summary>
    public async Task<AppliedPosition> ReadAsync(string source, int partition) =>
        AppliedPosition.Parse(await session.Reads.StringGetAsync(Key(source, partition)));

    /// <summary>The position must still be this one.</summary>
    public Commit Expect(Commit commit, string source, AppliedPosition expected)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var key = Key(source, commit.Partition);
        return expected == AppliedPosition.None ? commit.ExpectAbsent(key) : commit.ExpectValue(key, expected.ToString());
    }

    /// <summary>The position moves on from one that must still be so.</summary>
    public Commit Advance(Commit commit, string source, AppliedPosition expected, AppliedPosition next) =>
        Expect(commit, source, expected).Set(Key(source, commit.Partition), next.ToString());

    /// <summary>The position is a snapshot's, whatever it was.</summary>
    public Commit Reset(Commit commit, string source, Head head)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(head);
        var key = Key(source, commit.Partition);
        return head.Sequence == 0 // the source was emptied: nothing was applied, which is said by no key
            ? commit.Delete(key)
            : commit.Set(key, new AppliedPosition(head.Epoch, head.Sequence).ToString());
    }

    private RedisKey Key(string source, int partition) => session.Keys.Of(partition, $"{under}applied:{source}");
}
