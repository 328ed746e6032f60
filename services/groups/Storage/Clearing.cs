using Grpc.Core;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>Clears in chunks what deleted groups and swapped-out member lists leave behind, and parked members that waited too long (P15).</summary>
internal sealed class Clearing(
    StoreSession session, MemberStore members, ChangeHistory history, UserDirectory users, TimeProvider time, ILogger<Clearing> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly KeySpace keys = session.Keys;

    /// <summary>Clears what there is to clear now.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            foreach (var entry in await session.Bulk.HashGetAllAsync(keys.Of(partition, "clearing")))
            {
                cancellation.ThrowIfCancellationRequested();
                var parts = ((string)entry.Name!).Split('/');
                await ClearMembersAsync(parts[0], parts[1], uint.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), entry.Value == "group", cancellation);
                await session.Bulk.HashDeleteAsync(keys.Of(partition, "clearing"), entry.Name);
            }

            await ClearExpiredAsync(partition);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ClearAsync(stoppingToken);
            }
            catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException or RpcException)
            {
                GroupsLog.ClearingFailed(logger, e.Message);
            }
        }
    }

    private async Task ClearMembersAsync(string organizationId, string groupId, uint generation, bool ofDeletedGroup, CancellationToken cancellation)
    {
        var key = members.Members(organizationId, groupId, generation);
        var partition = Partition.Of(organizationId);
        var told = ofDeletedGroup ? (await history.ReadAsync(partition, groupId, before: 0, count: 1)).Changes : [];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var chunk = new List<HashEntry>();
            await foreach (var entry in session.Bulk.HashScanAsync(key, default, Commit.MaximumFields))
            {
                chunk.Add(entry);
                if (chunk.Count == Commit.MaximumFields)
                {
                    break;
                }
            }

            if (chunk.Count == 0)
            {
                break;
            }

            if (ofDeletedGroup)
            {
                await Task.WhenAll(chunk.Select(entry => session.Bulk.SetRemoveAsync(members.GroupsOf(organizationId, entry.Name!), groupId)));
            }

            // Together: what is repeated after a crash tells nobody twice.
            var commit = new Commit(partition).DeleteFields(key, [.. chunk.Select(entry => (string)entry.Name!)]);
            if (told is [{ GroupDeleted: not null } deletion])
            {
                await TellMembersAsync(commit, organizationId, chunk, deletion.Sequence, cancellation);
            }

            await session.TryCommitAsync(commit);
        }

        if (ofDeletedGroup)
        {
            foreach (var userId in await session.Bulk.SetMembersAsync(keys.Of(partition, "parked", organizationId, groupId)))
            {
                var commit = new Commit(partition);
                members.Unpark(commit, organizationId, groupId, userId!);
                await session.TryCommitAsync(commit);
            }

            await session.TryCommitAsync(new Commit(partition).ForgetHistory(groupId));
        }
    }

    /// <summary>Puts a group's deletion into the histories of those whose memberships it ended: of the present stay, and not of who was erased (P9, P10).</summary>
    private async Task TellMembersAsync(Commit commit, string organizationId, List<HashEntry> edges, ulong deletion, CancellationToken cancellation)
    {
        var known = await users.LookUpAsync(organizationId, [.. edges.Select(edge => (string)edge.Name!)], cancellation);
        foreach (var edge in edges)
        {
            if (known.TryGetValue(edge.Name!, out var user) && user.Tenure == EdgeRecord.Parser.ParseFrom((byte[])edge.Value!).Tenure)
            {
                commit.Remember(user.UserId, deletion);
            }
        }
    }

    private async Task ClearExpiredAsync(int partition)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var entry in (await session.Bulk.HashGetAllAsync(keys.Of(partition, "expiring"))).Where(entry => (long)entry.Value <= now))
        {
            var parts = ((string)entry.Name!).Split('/');
            var commit = new Commit(partition).ExpectField(keys.Of(partition, "expiring"), entry.Name, entry.Value); // not parked anew
            members.Unpark(commit, organizationId: parts[0], groupId: parts[2], userId: parts[1]);
            await session.TryCommitAsync(commit);
        }
    }
}
