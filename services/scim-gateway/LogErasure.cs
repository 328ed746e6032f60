using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>Erases people from the provisioning logs (P10): at once where it is found here, and each minute what is due or was left by a gateway that ended.</summary>
internal sealed class LogErasure(RequestStore store, Erasure erasure, TimeProvider time, ILogger<LogErasure> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (tick, hint) = (timer.WaitForNextTickAsync(stoppingToken).AsTask(), erasure.Asked.WaitToReadAsync(stoppingToken).AsTask());
        while (true)
        {
            await Task.WhenAny(tick, hint);
            stoppingToken.ThrowIfCancellationRequested();
            if (hint.IsCompleted)
            {
                await EraseAsync(TakeAsked().ToAsyncEnumerable(), stoppingToken);
                hint = erasure.Asked.WaitToReadAsync(stoppingToken).AsTask();
            }

            if (tick.IsCompleted)
            {
                await EraseAsync(store.ReadOrganizationsAsync(), stoppingToken);
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }
    }

    // Many people of one organization are one pass.
    private HashSet<string> TakeAsked()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (erasure.Asked.TryRead(out var organizationId))
        {
            asked.Add(organizationId);
        }

        return asked;
    }

    private async Task EraseAsync(IAsyncEnumerable<string> organizations, CancellationToken cancellation)
    {
        try
        {
            await foreach (var organizationId in organizations.WithCancellation(cancellation))
            {
                await erasure.EraseDueAsync(organizationId, cancellation);
            }
        }
#pragma warning disable CA1031 // whatever it is, the next minute tries again: it is in the store whom to erase
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            GatewayLog.ErasureFailed(logger, e.Message);
        }
    }
}
