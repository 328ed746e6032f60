using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>Drops requests from the provisioning logs that are older than they are kept (P26).</summary>
internal sealed class LogRetention(
    RequestStore store, Microsoft.Extensions.Options.IOptions<GatewayOptions> options, TimeProvider time, ILogger<LogRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TrimAsync(stoppingToken);
            }
#pragma warning disable CA1031 // whatever it is, SCIM goes on, and the next time tries again
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                GatewayLog.RetentionFailed(logger, e.Message);
            }
        }
    }

    private async Task TrimAsync(CancellationToken cancellation)
    {
        await foreach (var organizationId in store.ReadOrganizationsAsync().WithCancellation(cancellation))
        {
            while (await store.TrimAsync(organizationId, time.GetUtcNow() - TimeSpan.FromDays(options.Value.LogDays)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
