using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Access.Storage;

/// <summary>Applies identity's and groups' logs to the generation that answers; position and effects are one script.</summary>
internal sealed class AccessProjection(StoreSession session, Generations generations, Rebuilder rebuilder) : IProjection
{
    public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => generations.ReadAppliedAsync(source, partition);

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        var generation = await generations.CurrentAsync(partition);
        var commit = new Commit(partition);
        generations.Expect(commit, generation);
        generations.Advance(commit, source, generation, expected, next);
        var writer = new ProjectionWriter(session, partition, generation, commit);
        foreach (var change in changes)
        {
            await writer.ApplyAsync(change);
        }

        return await session.TryCommitAsync(commit) is not null;
    }

    // Both sources at once: a projection from one source's snapshot and another's older position would be neither.
    public Task StartOverAsync(string source, int partition, CancellationToken cancellation) => rebuilder.RebuildAsync(partition, cancellation);
}
