namespace OptiId.Events;

/// <summary>
/// The event bus: announces changes, at least once at best. It may lose, double, delay and reorder; what is true stands in the logs,
/// and the guarantees are made above this port (<see cref="ChangeFollower"/>), so that every transport has them.
/// </summary>
public interface IEventBus
{
    /// <summary>Announces a change to every subscriber. Returns once the transport has taken it.</summary>
    Task PublishAsync(Announcement announcement, CancellationToken cancellation);

    /// <summary>Receives announcements until disposed. The replicas of a consumer share them.</summary>
    /// <param name="consumer">The consumer's name, e.g. <c>access</c>.</param>
    /// <param name="handle">Called for each; where it throws, the transport may deliver again.</param>
    /// <param name="handleMissed">
    /// Called with what was delivered in vain until the transport gave it up, where it keeps such dead letters; others drop them, and none
    /// of both is lost: its entry stands in the log.
    /// </param>
    Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null);
}
