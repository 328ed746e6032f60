using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.ScimGateway.Storage;

/// <summary>Follows identity's log for those who are erased (P10). Erasing twice changes nothing, so it is done before the position moves.</summary>
internal sealed class ErasureProjection(StoreSession session, RequestStore store, Erasure erasure, IServiceProvider services) : IProjection
{
    public async Task<AppliedPosition> ReadAppliedAsync(string source, int partition) =>
        AppliedPosition.Parse(await session.Reads.StringGetAsync(Applied(source, partition)));

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes.Where(change => change.EventCase == Change.EventOneofCase.UserErased))
        {
            await erasure.EraseAsync(change.OrganizationId, change.UserErased.UserId);
        }

        var commit = new Commit(partition);
        _ = expected == AppliedPosition.None ? commit.ExpectAbsent(Applied(source, partition)) : commit.ExpectValue(Applied(source, partition), expected.ToString());
        return await session.TryCommitAsync(commit.Set(Applied(source, partition), next.ToString())) is not null;
    }

    /// <summary>The source's log no longer tells who was erased: whoever it doesn't have any more is.</summary>
    public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ChangesService.ChangesServiceClient>();
        using var call = log.ReadSnapshot(new() { Partition = (uint)partition }, cancellationToken: cancellation);
        var present = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        Head? head = null;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            head ??= call.ResponseStream.Current.Head;
            foreach (var change in call.ResponseStream.Current.Changes.Where(change => change.EventCase == Change.EventOneofCase.UserProvisioned))
            {
                if (!present.TryGetValue(change.OrganizationId, out var users))
                {
                    present[change.OrganizationId] = users = new(StringComparer.Ordinal);
                }

                users.Add(change.UserProvisioned.UserId);
            }
        }

        foreach (var organizationId in await store.ReadOrganizationsAsync(partition))
        {
            await erasure.EraseOthersAsync(organizationId, present.GetValueOrDefault(organizationId) ?? []);
        }

        _ = head!.Sequence == 0 // the source was emptied: nothing was applied, which is said by no key
            ? await session.Reads.KeyDeleteAsync(Applied(source, partition))
            : await session.Reads.StringSetAsync(Applied(source, partition), new AppliedPosition(head.Epoch, head.Sequence).ToString());
    }

    private StackExchange.Redis.RedisKey Applied(string source, int partition) => session.Keys.Of(partition, "applied:" + source);
}
