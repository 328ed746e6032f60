using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>
/// Takes what administrators and Support changed out of the logs of identity, groups and tokens into the audit log; entries and position
/// are one script. So there is no change without its entry, whatever way it was made (pages, API, command line), and none twice (P27).
/// </summary>
internal sealed class AuditProjection(StoreSession session, AuditStore store, IServiceProvider services) : IProjection
{
    public async Task<AppliedPosition> ReadAppliedAsync(string source, int partition) =>
        AppliedPosition.Parse(await session.Reads.StringGetAsync(AppliedKey(source, partition)));

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        var commit = new Commit(partition);
        var key = AppliedKey(source, partition);
        _ = expected == AppliedPosition.None ? commit.ExpectAbsent(key) : commit.ExpectValue(key, expected.ToString());
        var names = await store.ReadNamesAsync(partition, [.. changes.SelectMany(AuditWords.NamedIds).Distinct()]);
        var told = new Dictionary<string, string>();
        var entries = new List<(string OrganizationId, AuditEntry Entry)>();
        foreach (var change in changes)
        {
            foreach (var (id, name) in AuditWords.NamesTold(change))
            {
                names[id] = told[id] = name;
            }

            if (AuditWords.IsByPeople(change))
            {
                entries.Add((change.OrganizationId, AuditWords.EntryOf($"{source}/{partition}/{change.Sequence}", change, names)));
            }
        }

        store.WriteNames(commit, told);
        foreach (var chain in entries.GroupBy(entry => entry.OrganizationId))
        {
            await store.AppendAsync(commit, chain.Key, chain.Select(entry => entry.Entry));
        }

        return await session.TryCommitAsync(commit.Set(key, next.ToString())) is not null;
    }

    /// <summary>The log no longer reaches back: what was changed in between can't be told any more, and the audit log says so.</summary>
    public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
    {
        var log = services.GetServiceClient<ChangesService.ChangesServiceClient>(source);
        using var call = log.ReadSnapshot(new() { Partition = (uint)partition }, cancellationToken: cancellation);
        Head? head = null;
        var told = new Dictionary<string, string>();
        var organizations = new HashSet<string>();
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            head ??= call.ResponseStream.Current.Head;
            foreach (var change in call.ResponseStream.Current.Changes)
            {
                organizations.Add(change.OrganizationId);
                foreach (var (id, name) in AuditWords.NamesTold(change))
                {
                    told[id] = name;
                }
            }
        }

        await session.ChangeAsync(async () =>
        {
            var key = AppliedKey(source, partition);
            var before = AppliedPosition.Parse(await session.Reads.StringGetAsync(key));
            var commit = new Commit(partition);
            store.WriteNames(commit, told);
            foreach (var organizationId in before == AppliedPosition.None ? [] : organizations)
            {
                await store.AppendAsync(commit, organizationId, [AuditWords.GapOf(source, before, head!)]);
            }

            _ = head!.Sequence == 0 ? commit.Delete(key) : commit.Set(key, new AppliedPosition(head.Epoch, head.Sequence).ToString());
            return (0, commit);
        }, cancellation);
    }

    private RedisKey AppliedKey(string source, int partition) => session.Keys.Of(partition, "applied:" + source);
}
