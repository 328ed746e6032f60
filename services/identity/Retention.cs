using Microsoft.Extensions.Options;
using OptiId.Identity.Storage;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Identity;

/// <summary>Erases users whose deletion is longer ago than the retention time (P10).</summary>
internal sealed class Retention(UserStore store, IOptions<IdentityOptions> options, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Erases what is due now.</summary>
    /// <returns>How many users.</returns>
    public async Task<int> EraseDueAsync(CancellationToken cancellation)
    {
        var erased = 0;
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            var due = time.GetUtcNow() - options.Value.RetentionTime;
            while (await store.FindDeletedAsync(partition, due) is { Count: > 0 } users)
            {
                foreach (var (organizationId, userId) in users)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await store.EraseAsync(organizationId, userId, new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "system" }, onlyDeleted: true);
                    erased++;
                }
            }
        }

        return erased;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await EraseDueAsync(stoppingToken);
            }
            catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException or RefusedException)
            {
                IdentityLog.RetentionFailed(logger, e.Message);
            }
        }
    }
}
