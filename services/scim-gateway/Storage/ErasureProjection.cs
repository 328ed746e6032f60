using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.ScimGateway.Storage;

/// <summary>Follows identity's log for those who are erased (P10). Whom it found is written with the position; <see cref="Erasure"/> does it then.</summary>
internal sealed class ErasureProjection(StoreSession session, RequestStore store, Erasure erasure, IServiceProvider services) : IProjection
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(10);

    private readonly AppliedPositions applied = new(session);

    public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => applied.ReadAsync(source, partition);

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        var commit = applied.Advance(new(partition), source, expected, next);
        var erased = changes.Where(change => change.EventCase == Change.EventOneofCase.UserErased).ToLookup(change => change.OrganizationId, change => change.UserErased.UserId);
        foreach (var ofOrganization in erased)
        {
            await erasure.AskAsync(commit, ofOrganization.Key, [.. ofOrganization]);
        }

        var isApplied = await session.TryCommitAsync(commit) is not null;
        foreach (var organizationId in erased.Select(ofOrganization => ofOrganization.Key).Where(_ => isApplied))
        {
            erasure.Wake(organizationId);
        }

        return isApplied;
    }

    /// <summary>
    /// The source's log no longer tells who was erased: whoever it doesn't know any more is. The position is read first, for who is erased
    /// from then on is in the log.
    /// </summary>
    public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ChangesService.ChangesServiceClient>();
        var heads = await log.ReadHeadsAsync(new(), deadline: DateTime.UtcNow + CallDeadline, cancellationToken: cancellation);
        var head = heads.Heads.Single(head => head.Partition == partition);
        foreach (var organizationId in await store.ReadOrganizationsAsync(partition))
        {
            await erasure.AskForUnknownAsync(organizationId, cancellation);
        }

        await session.ChangeAsync(() => Task.FromResult((0, applied.Reset(new(partition), source, head))), cancellation);
    }
}
