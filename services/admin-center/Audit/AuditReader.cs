using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Events;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Audit;

/// <summary>A page of an audit log, newest first.</summary>
/// <param name="Entries">Those that are wanted.</param>
/// <param name="NextBefore">To go on with; 0: the end. A page may be short and yet not the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, ulong NextBefore);

/// <summary>Reads audit logs: for the RPCs, the pages and the API alike.</summary>
internal sealed class AuditReader(AuditStore store, IEnumerable<ChangeFollower> followers)
{
    private const int DefaultPageSize = 50, MaximumPageSize = 500;

    // How many entries a page with a filter looks at, and at once.
    private const int MaximumLooked = 2_000, LookedAtOnce = 250;

    private readonly ConcurrentDictionary<string, byte> verifying = [];

    /// <summary>A page; the first one includes every change that was answered before this call.</summary>
    /// <param name="organizationId">Whose log; empty: what concerns no organization.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="before">Entries before this number; 0: from the newest.</param>
    /// <param name="pageSize">At most 500; 0: 50.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<AuditPage> ListAsync(string organizationId, AuditFilter filter, ulong before, uint pageSize, CancellationToken cancellation)
    {
        if (before == 0)
        {
            await CatchUpAsync(organizationId, cancellation);
        }

        var head = await store.ReadHeadAsync(organizationId);
        var last = before == 0 ? head.Number : Math.Min(before - 1, head.Number);
        var size = pageSize == 0 ? DefaultPageSize : (int)Math.Min(pageSize, MaximumPageSize);
        var entries = new List<AuditEntry>(size);
        for (var looked = 0; last > 0 && entries.Count < size && looked < MaximumLooked;)
        {
            foreach (var entry in await store.ReadDownAsync(organizationId, last, filter == AuditFilter.None ? size - entries.Count : LookedAtOnce))
            {
                last--;
                looked++;
                if (entry is not null && filter.Matches(entry))
                {
                    entries.Add(entry);
                    if (entries.Count == size)
                    {
                        break;
                    }
                }
            }
        }

        return new(entries, last == 0 ? 0 : last + 1);
    }

    /// <summary>Every number of a log up to where it ends now, oldest first, with its entry; null: it isn't there, though it was written.</summary>
    public async IAsyncEnumerable<IReadOnlyList<(ulong Number, AuditEntry? Entry)>> ReadAllAsync(
        string organizationId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CatchUpAsync(organizationId, cancellation);
        var head = await store.ReadHeadAsync(organizationId);
        for (var first = 1ul; first <= head.Number; first += MaximumPageSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = (int)Math.Min(MaximumPageSize, head.Number - first + 1);
            var entries = await store.ReadUpAsync(organizationId, first, count);
            yield return [.. entries.Select((entry, i) => (first + (ulong)i, entry))];
        }
    }

    /// <summary>Computes a whole chain again, from its end to its beginning: each entry must be what the one after it holds the hash of.</summary>
    /// <param name="organizationId">Whose log; empty: what concerns no organization.</param>
    /// <param name="known">An entry that was noted down before; null: none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefusedException">BUSY: this log is being verified. It is read as a whole, so one at a time.</exception>
    public async Task<VerifyAuditLogResponse> VerifyAsync(string organizationId, AuditCheckpoint? known, CancellationToken cancellation)
    {
        if (!verifying.TryAdd(organizationId, 0))
        {
            throw new RefusedException(Reason.Busy, "This log is being verified already. Try again when that is done.");
        }

        try
        {
            return await WalkAsync(organizationId, known, cancellation);
        }
        finally
        {
            verifying.TryRemove(organizationId, out _);
        }
    }

    private async Task<VerifyAuditLogResponse> WalkAsync(string organizationId, AuditCheckpoint? known, CancellationToken cancellation)
    {
        await CatchUpAsync(organizationId, cancellation);
        var count = await store.CountAsync(organizationId); // before the head, which only grows
        var walk = new AuditWalk(await store.ReadHeadAsync(organizationId), known);
        walk.Begin(count);
        while (walk.Next > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var entry in await store.ReadDownAsync(organizationId, walk.Next, AuditStore.MaximumRead))
            {
                if (!walk.Step(entry))
                {
                    break;
                }
            }
        }

        return walk.Finish();
    }

    // An organization's entries include every change that was answered before.
    private Task CatchUpAsync(string organizationId, CancellationToken cancellation) => Task.WhenAll(
        followers.Select(follower => follower.CatchUpAsync(AuditStore.PartitionOf(organizationId), cancellation)));
}
