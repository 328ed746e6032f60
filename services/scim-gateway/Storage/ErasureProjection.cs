using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.ScimGateway.Storage;

/// <summary>Follows identity's log for those who are erased (P10). Whom it found is written with the position; <see cref="Erasure"/> does it then.</summary>
internal sealed class ErasureProjection(StoreSession session, RequestStore store, Erasure erasure, IServiceProvider services) : IProjection
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(10);

    public async Task<AppliedPosition> ReadAppliedAsync(string source, int partition) =>
        AppliedPosition.Parse(await session.Reads.StringGetAsync(Applied(source, partition)));

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        var commit = new Commit(partition);
        _ = expected == AppliedPosition.None ? commit.ExpectAbsent(Applied(source, partition)) : commit.ExpectValue(Applied(source, partition), expected.ToString());
        var erased = changes.Where(change => change.EventCase == Change.EventOneofCase.UserErased).ToLookup(change => change.OrganizationId, change => change.UserErased.UserId);
        foreach (var ofOrganization in erased)
        {
            await erasure.AskAsync(commit, ofOrganization.Key, [.. ofOrganization]);
        }

        var isApplied = await session.TryCommitAsync(commit.Set(Applied(source, partition), next.ToString())) is not null;
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

        _ = head.Sequence == 0 // the source was emptied: nothing was applied, which is said by no key
            ? await session.Reads.KeyDeleteAsync(Applied(source, partition))
            : await session.Reads.StringSetAsync(Applied(source, partition), new AppliedPosition(head.Epoch, head.Sequence).ToString());
    }

    private StackExchange.Redis.RedisKey Applied(string source, int partition) => session.Keys.Of(partition, "applied:" + source);
}
