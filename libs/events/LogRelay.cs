using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>
/// Publishes a service's own log to the bus, in order, one relay a partition by a lease. Progress is written after publishing, so that a
/// crash between doubles and never loses. A dead bus delays announcements only; no write waits for it.
/// </summary>
/// <param name="log">The service's log.</param>
/// <param name="signal">Which partitions have grown.</param>
/// <param name="bus">Where it is published.</param>
/// <param name="time">The clock by which entries were stamped.</param>
/// <param name="logger">For what goes wrong.</param>
public sealed class LogRelay(ChangeLog log, LogSignal signal, IEventBus bus, TimeProvider time, ILogger<LogRelay> logger) : BackgroundService
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PublishDeadline = TimeSpan.FromSeconds(5);

    private readonly string holder = Guid.NewGuid().ToString("N");
    private readonly ulong?[] published = new ulong?[Partition.Count];
    private readonly long[] leasedUntil = new long[Partition.Count];
    private readonly bool?[] leased = new bool?[Partition.Count]; // as last seen; null: not asked yet

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowSignalAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task FollowSignalAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var partition = await signal.NextAsync(cancellation);
            if (!await TryPublishAsync(partition, cancellation))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
            }
        }
    }

    /// <summary>Finds what a crash, another replica's death or a dead bus left unpublished, and hands it to the one loop that publishes.</summary>
    private async Task SweepAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(SweepInterval);
        do
        {
            try
            {
                await log.NoticeFailoversAsync();
                await FindUnpublishedAsync();
            }
            catch (Exception e) when (StoreSession.IsAway(e))
            {
                EventsLog.PublishFailed(logger, -1, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private async Task FindUnpublishedAsync()
    {
        var heads = await log.ReadHeadsAsync();
        var all = await log.ReadAllPublishedAsync();
        var (entries, oldest) = (0L, TimeSpan.Zero);
        foreach (var head in heads.Where(head => head.Sequence > all[head.Partition]))
        {
            var (partition, after) = ((int)head.Partition, all[head.Partition]);
            signal.Grown(partition);
            entries += (long)(head.Sequence - after);
            if (await log.ReadAsync(partition, after, limit: 1) is [{ At: { } at }])
            {
                var age = time.GetUtcNow() - at.ToDateTimeOffset();
                oldest = age > oldest ? age : oldest;
            }
        }

        EventsMetrics.RelayStands(log.Source, entries, oldest);
    }

    private async Task<bool> TryPublishAsync(int partition, CancellationToken cancellation)
    {
        try
        {
            if (await HoldLeaseAsync(partition))
            {
                await PublishAsync(partition, cancellation);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            EventsLog.PublishFailed(logger, partition, e.Message);
            EventsMetrics.PublishFailed(log.Source);
            published[partition] = null;
            return false;
        }
    }

    private async Task<bool> HoldLeaseAsync(int partition)
    {
        if (Environment.TickCount64 < leasedUntil[partition])
        {
            return true;
        }

        published[partition] = null; // another holder may have published on in between
        var until = Environment.TickCount64 + ((long)LeaseDuration.TotalMilliseconds / 2);
        var isHeld = await log.TryHoldLeaseAsync(partition, "relay", holder, LeaseDuration);
        if (leased[partition] == !isHeld)
        {
            EventsMetrics.LeaseChanged(log.Source, isHeld);
        }

        leased[partition] = isHeld;
        if (!isHeld)
        {
            return false;
        }

        leasedUntil[partition] = until;
        return true;
    }

    private async Task PublishAsync(int partition, CancellationToken cancellation)
    {
        var after = published[partition] ?? await log.ReadPublishedAsync(partition);
        while (true)
        {
            var changes = await log.ReadAsync(partition, after);
            if (changes is { Count: 0 })
            {
                published[partition] = after;
                return;
            }

            var head = await log.ReadHeadAsync(partition);
            if (changes is null)
            {
                // Trimmed before it was published: consumers find it by the heads, and take a snapshot.
                after = head.Sequence;
            }
            else
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                deadline.CancelAfter(PublishDeadline);
                foreach (var change in changes)
                {
                    await bus.PublishAsync(new(log.Source, partition, head.Epoch, change), deadline.Token);
                }

                after = changes[^1].Sequence;
            }

            await log.WritePublishedAsync(partition, after);
        }
    }
}
