using OptiId.Store;

namespace OptiId.Access.Storage;

/// <summary>Clears in chunks what deleted groups and replaced generations leave behind.</summary>
internal sealed class Clearing(StoreSession session, StoreConnection connection, TimeProvider time, ILogger<Clearing> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadersLeaveWithin = TimeSpan.FromSeconds(60);

    private readonly KeySpace keys = session.Keys;

    /// <summary>Clears what there is to clear now.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            foreach (var entry in await session.Bulk.HashKeysAsync(keys.Of(partition, "clearing")))
            {
                var parts = ((string)entry!).Split('/');
                await ClearGroupAsync(new(keys, partition, generation: parts[0], organizationId: parts[1]), groupId: parts[2], cancellation);
                await session.Bulk.HashDeleteAsync(keys.Of(partition, "clearing"), entry);
            }

            foreach (var entry in await session.Bulk.HashGetAllAsync(keys.Of(partition, "retired")))
            {
                if (DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Value) + ReadersLeaveWithin < time.GetUtcNow())
                {
                    await connection.DeleteByPrefixAsync(keys.Of(partition, $"{entry.Name}:"), cancellation);
                    await session.Bulk.HashDeleteAsync(keys.Of(partition, "retired"), entry.Name);
                }
            }
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
            catch (Exception e) when (StoreSession.IsAway(e))
            {
                AccessLog.ClearingFailed(logger, e.Message);
            }
        }
    }

    private async Task ClearGroupAsync(GenerationKeys generation, string groupId, CancellationToken cancellation)
    {
        while (await session.Bulk.SortedSetRangeByRankAsync(generation.UsersOfGroup(groupId), 0, Commit.MaximumFields - 1) is { Length: > 0 } userIds)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.WhenAll(userIds.Select(userId => session.Bulk.HashDeleteAsync(generation.GroupsOfUser(userId!), groupId)));
            await session.Bulk.SortedSetRemoveAsync(generation.UsersOfGroup(groupId), userIds);
        }
    }
}
