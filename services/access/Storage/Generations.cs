using OptiId.Events;
using OptiId.Store;

namespace OptiId.Access.Storage;

/// <summary>
/// A partition's projection lives under a generation's name; a rebuild makes the next one beside it and switches the pointer, so that
/// readers never see half of one.
/// </summary>
internal sealed class Generations(StoreSession session)
{
    private const string First = "0";

    private readonly KeySpace keys = session.Keys;
    private readonly string?[] current = new string?[Partition.Count];

    /// <summary>The generation that answers, as last read: another replica's switch is seen within a second.</summary>
    public async ValueTask<string> CurrentAsync(int partition) => Volatile.Read(ref current[partition]) ?? await ReadCurrentAsync(partition);

    /// <summary>The generation that answers, read now.</summary>
    public async Task<string> ReadCurrentAsync(int partition)
    {
        var generation = (string?)await session.Reads.StringGetAsync(keys.Of(partition, "generation")) ?? First;
        Volatile.Write(ref current[partition], generation);
        return generation;
    }

    /// <summary>How far the generation that answers has applied a source's log.</summary>
    public async Task<AppliedPosition> ReadAppliedAsync(string source, int partition) =>
        await ReadAppliedAsync(source, partition, await ReadCurrentAsync(partition));

    /// <summary>How far a generation has applied a source's log.</summary>
    public Task<AppliedPosition> ReadAppliedAsync(string source, int partition, string generation) => AppliedOf(generation).ReadAsync(source, partition);

    /// <summary>The generation must still be the one that answers.</summary>
    public void Expect(Commit commit, string generation)
    {
        var key = keys.Of(commit.Partition, "generation");
        _ = generation == First ? commit.ExpectAbsent(key) : commit.ExpectValue(key, generation);
    }

    /// <summary>A generation's position moves on.</summary>
    public void Advance(Commit commit, string source, string generation, AppliedPosition expected, AppliedPosition next) =>
        AppliedOf(generation).Advance(commit, source, expected, next);

    /// <summary>A generation's position must still be this one.</summary>
    public void ExpectApplied(Commit commit, string source, string generation, AppliedPosition expected) =>
        AppliedOf(generation).Expect(commit, source, expected);

    /// <summary>Another generation answers from now on; the old one is cleared later.</summary>
    public void Switch(Commit commit, string from, string to)
    {
        Expect(commit, from);
        Retire(commit.Set(keys.Of(commit.Partition, "generation"), to), from);
    }

    /// <summary>A generation answers no more, or never will: it is cleared later.</summary>
    public void Retire(Commit commit, string generation) =>
        commit.SetField(keys.Of(commit.Partition, "retired"), generation, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    private AppliedPositions AppliedOf(string generation) => new(session, $"{generation}:");
}
