using Microsoft.Extensions.Hosting;

namespace OptiId.Events;

/// <summary>Runs a service's followers. A container's list of hosted services keeps one of a type; there is one follower a source.</summary>
internal sealed class Followers(IEnumerable<ChangeFollower> followers) : IHostedService
{
    private readonly IReadOnlyList<ChangeFollower> followers = [.. followers];

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(followers.Select(follower => follower.StartAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(followers.Select(follower => follower.StopAsync(cancellationToken)));
}
