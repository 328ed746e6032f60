using OptiId.ScimGateway.Storage;
using OptiId.Store;

namespace OptiId.ScimGateway;

/// <summary>Drops requests from the provisioning logs that are older than they are kept (P26), and looks again for those of erased people (P10).</summary>
internal sealed class LogRetention(
    RequestStore store, Erasure erasure, Microsoft.Extensions.Options.IOptions<GatewayOptions> options, TimeProvider time, ILogger<LogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var trimmed = DateTimeOffset.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await erasure.RepeatDueAsync();
                if (time.GetUtcNow() - trimmed >= TrimInterval)
                {
                    await TrimAsync(stoppingToken);
                    trimmed = time.GetUtcNow();
                }
            }
            catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException or StoreBusyException)
            {
                GatewayLog.RetentionFailed(logger, e.Message);
            }
        }
    }

    private async Task TrimAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            foreach (var organizationId in await store.ReadOrganizationsAsync(partition))
            {
                while (await store.TrimAsync(organizationId, time.GetUtcNow() - TimeSpan.FromDays(options.Value.LogDays)) > 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
    }
}
