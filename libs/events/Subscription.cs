using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OptiId.Events;

/// <summary>Connects a consumer's followers to the bus, and goes on trying where the bus isn't there: the logs are followed without it.</summary>
public sealed class Subscription(string consumer, IEventBus bus, IEnumerable<ChangeFollower> followers, ILogger<Subscription> logger) : BackgroundService
{
    private readonly IReadOnlyList<ChangeFollower> followers = [.. followers];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var subscription = await bus.SubscribeAsync(consumer, OnAnnouncedAsync, OnMissedAsync);
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                EventsLog.PublishFailed(logger, -1, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    private async Task OnAnnouncedAsync(Announcement announcement, CancellationToken cancellation)
    {
        foreach (var follower in followers)
        {
            await follower.OnAnnouncedAsync(announcement, cancellation);
        }
    }

    private async Task OnMissedAsync(Announcement announcement, CancellationToken cancellation)
    {
        EventsLog.Missed(logger, announcement.Id);
        foreach (var follower in followers.Where(follower => follower.Source == announcement.Source))
        {
            await follower.CatchUpAsync(announcement.Partition, cancellation);
        }
    }
}
