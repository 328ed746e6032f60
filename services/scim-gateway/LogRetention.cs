using OptiId.ScimGateway.Storage;
using OptiId.Store;

namespace OptiId.ScimGateway;

/// <summary>Drops requests from the provisioning logs that are older than they are kept (P26), and looks again for those of erased people (P10).</summary>
internal sealed class LogRetention(
    RequestStore store, Erasure erasure, Microsoft.Extensions.Options.IOptions<GatewayOptions> options, TimeProvider time, ILogger<LogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // A log is looked at as often as this; what comes late is found in between.
    private const int TicksOfTrim = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var tick = 0; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                await erasure.RepeatDueAsync();
                if (tick % TicksOfTrim == 0)
                {
                    await TrimAsync(stoppingToken);
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
