using OptiId.Events;

namespace OptiId.Hosting;

/// <summary>A bus that a test can make lose, double, delay and reorder what it carries; otherwise the one it stands before.</summary>
public sealed class SwitchableBus(IEventBus inner) : IEventBus
{
    private readonly Random random = new(17);
    private readonly Lock gate = new();

    /// <summary>Nothing arrives, and publishing fails.</summary>
    public bool IsDead { get; set; }

    /// <summary>The share of announcements that get lost, 0 to 1.</summary>
    public double Loses { get; set; }

    /// <summary>The share that arrive twice.</summary>
    public double Doubles { get; set; }

    /// <summary>Up to how long one is delayed, so that later ones overtake it.</summary>
    public TimeSpan Delays { get; set; }

    /// <inheritdoc />
    public async Task PublishAsync(Announcement announcement, CancellationToken cancellation)
    {
        if (IsDead)
        {
            throw new InvalidOperationException("The bus is dead.");
        }

        if (Next() < Loses)
        {
            return;
        }

        for (var copies = Next() < Doubles ? 2 : 1; copies > 0; copies--)
        {
            if (Delays > TimeSpan.Zero)
            {
                _ = PublishLaterAsync(announcement, Delays * Next());
            }
            else
            {
                await inner.PublishAsync(announcement, cancellation);
            }
        }
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null) =>
        inner.SubscribeAsync(consumer, handle, handleMissed);

    private async Task PublishLaterAsync(Announcement announcement, TimeSpan delay)
    {
        await Task.Delay(delay);
        await inner.PublishAsync(announcement, CancellationToken.None);
    }

    private double Next()
    {
        lock (gate)
        {
            return random.NextDouble();
        }
    }
}
