using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>Forgets log entries that are older than the retention time; consumers that are further behind take a snapshot.</summary>
/// <param name="log">The service's log.</param>
/// <param name="retention">How long entries are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what goes wrong.</param>
public sealed class LogTrimmer(ChangeLog log, TimeSpan retention, TimeProvider time, ILogger<LogTrimmer> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            for (var partition = 0; partition < Partition.Count; partition++)
            {
                try
                {
                    while (await log.TrimAsync(partition, time.GetUtcNow() - retention) > 0)
                    {
                    }
                }
                catch (Exception e) when (StoreSession.IsAway(e))
                {
                    EventsLog.TrimFailed(logger, partition, e.Message);
                }
            }
        }
    }
}
