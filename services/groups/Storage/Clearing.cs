using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>Clears in chunks what deleted groups and swapped-out member lists leave behind, and parked members that waited too long (P15).</summary>
internal sealed class Clearing(StoreSession session, MemberStore members, TimeProvider time, ILogger<Clearing> logger) : BackgroundService
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
            catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException)
            {
                GroupsLog.ClearingFailed(logger, e.Message);
            }
        }
    }

    private async Task ClearMembersAsync(string organizationId, string groupId, uint generation, bool ofDeletedGroup, CancellationToken cancellation)
    {
        var key = members.Members(organizationId, groupId, generation);
        var partition = Partition.Of(organizationId);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var chunk = new List<RedisValue>();
            await foreach (var entry in session.Bulk.HashScanAsync(key, default, Commit.MaximumFields))
            {
                chunk.Add(entry.Name);
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
                await Task.WhenAll(chunk.Select(userId => session.Bulk.SetRemoveAsync(members.GroupsOf(organizationId, userId!), groupId)));
            }

            await session.Bulk.HashDeleteAsync(key, [.. chunk]);
        }

        if (ofDeletedGroup)
        {
            foreach (var userId in await session.Bulk.SetMembersAsync(keys.Of(partition, "parked", organizationId, groupId)))
            {
                var commit = new Commit(partition);
                members.Unpark(commit, organizationId, groupId, userId!);
                await session.TryCommitAsync(commit);
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
