using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.AdminCenter.Storage;

/// <summary>
/// Takes what administrators and Support changed out of the logs of identity, groups and tokens into the audit log; entries and position
/// are one script. So there is no change without its entry, whatever way it was made (pages, API, command line), and none twice (P27).
/// </summary>
internal sealed class AuditProjection(StoreSession session, AuditStore store, IServiceProvider services, TimeProvider time) : IProjection
{
    private readonly AppliedPositions applied = new(session);

    public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => applied.ReadAsync(source, partition);

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        var commit = applied.Advance(new(partition), source, expected, next);
        var names = await store.ReadNamesAsync(partition, [.. changes.SelectMany(AuditWords.NamedIds).Distinct()]);
        var told = new Dictionary<string, string>();
        var entries = new List<(string OrganizationId, AuditEntry Entry)>();
        foreach (var change in changes)
        {
            if (AuditWords.IsByPeople(change))
            {
                entries.Add((change.OrganizationId, AuditWords.EntryOf($"{source}/{partition}/{change.Sequence}", change, names)));
            }

            // After its entry, which says what it was called before.
            foreach (var (id, name) in AuditWords.NamesTold(change))
            {
                names[id] = told[id] = name;
            }
        }

        store.WriteNames(commit, told);
        foreach (var chain in entries.GroupBy(entry => entry.OrganizationId))
        {
            await store.AppendAsync(commit, chain.Key, chain.Select(entry => entry.Entry));
        }

        return await session.TryCommitAsync(commit) is not null;
    }

    /// <summary>
    /// The log no longer reaches back: what was changed in between can't be told any more, and every chain of the partition says so. Where
    /// nothing had been followed yet, nothing is missing: what was before the audit log isn't in it.
    /// </summary>
    public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
    {
        var (head, told) = await ReadSnapshotAsync(source, partition, cancellation);
        await session.ChangeAsync(async () =>
        {
            var before = await ReadAppliedAsync(source, partition);
            var commit = new Commit(partition);
            if (before == new AppliedPosition(head.Epoch, head.Sequence))
            {
                return (0, commit); // another replica was faster, and has said so
            }

            applied.Reset(applied.Expect(commit, source, before), source, head);
            store.WriteNames(commit, told);
            foreach (var organizationId in before == AppliedPosition.None ? [] : await store.ReadChainsAsync(partition))
            {
                await store.AppendAsync(commit, organizationId, [AuditWords.GapOf(source, before, head, time.GetUtcNow())]);
            }

            return (0, commit);
        }, cancellation);
    }

    private async Task<(Head Head, Dictionary<string, string> Told)> ReadSnapshotAsync(string source, int partition, CancellationToken cancellation)
    {
        var log = services.GetServiceClient<ChangesService.ChangesServiceClient>(source);
        using var call = log.ReadSnapshot(new() { Partition = (uint)partition }, cancellationToken: cancellation);
        Head? head = null;
        var told = new Dictionary<string, string>();
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            head ??= call.ResponseStream.Current.Head;
            foreach (var (id, name) in call.ResponseStream.Current.Changes.SelectMany(AuditWords.NamesTold))
            {
                told[id] = name;
            }
        }

        return (head ?? throw new InvalidOperationException($"The snapshot of {source} has no head."), told);
    }
}
