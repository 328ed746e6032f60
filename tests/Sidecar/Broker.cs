using System.Collections.Concurrent;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;
using Status = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace OptiId.Sidecar;

/// <summary>
/// A broker in memory behind all sidecars, that can be made to lose, double, delay and reorder. The replicas of an app share what comes for
/// it. What an app doesn't take is delivered again as the Resiliency says, then goes to the dead-letter topic.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    private readonly SidecarNetwork network;
    private readonly Random random = new(17);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<long, Task> deliveries = [];
    private long numbered;
    private int taken;

    internal Broker(SidecarNetwork network) => this.network = network;

    /// <summary>The share of events that get lost, 0 to 1.</summary>
    public double Loses { get; set; }

    /// <summary>The share that are delivered twice.</summary>
    public double Doubles { get; set; }

    /// <summary>Up to how long one is held back, so that later ones overtake it.</summary>
    public TimeSpan Delays { get; set; }

    /// <summary>How many an app took.</summary>
    public int Taken => taken;

    /// <summary>Ids of events that went to a dead-letter topic.</summary>
    public ConcurrentQueue<string> DeadLetters { get; } = [];

    /// <summary>Ids of events that nobody will ever get: dropped without a dead-letter topic.</summary>
    public ConcurrentQueue<string> Lost { get; } = [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(deliveries.Values);
        ending.Dispose();
    }

    internal void Publish(string appId, PublishEventRequest request)
    {
        var pubSub = network.Manifests.PubSubs.FirstOrDefault(component => component.Name == request.PubsubName)
            ?? throw new RpcException(new(StatusCode.InvalidArgument, $"pubsub {request.PubsubName} is not found"));
        if (!pubSub.LetsPublish(appId, request.Topic))
        {
            throw new RpcException(new(StatusCode.PermissionDenied, $"topic {request.Topic} is not allowed for app id {appId}"));
        }

        Distribute(pubSub, request.Topic, CloudEvents.Of(appId, request));
    }

    private void Distribute(PubSub pubSub, string topic, TopicEventRequest cloudEvent)
    {
        foreach (var subscription in network.Manifests.Subscriptions.Where(one => one.PubSubName == pubSub.Name && one.Topic == topic))
        {
            foreach (var appId in subscription.Scopes.Where(appId => pubSub.LetsSubscribe(appId, topic)))
            {
                var envelope = cloudEvent.Clone();
                (envelope.Topic, envelope.PubsubName, envelope.Path) = (topic, pubSub.Name, subscription.Route);
                for (var copies = Copies(); copies > 0; copies--)
                {
                    Start(() => DeliverAsync(subscription, pubSub, appId, envelope));
                }
            }
        }
    }

    private int Copies()
    {
        lock (gate)
        {
            return random.NextDouble() < Loses ? 0 : random.NextDouble() < Doubles ? 2 : 1;
        }
    }

    private void Start(Func<Task> deliver)
    {
        var number = Interlocked.Increment(ref numbered);
        deliveries[number] = Task.Run(async () =>
        {
            try
            {
                await deliver();
            }
            catch (Exception e) when (e is OperationCanceledException or RpcException && ending.IsCancellationRequested)
            {
                // Broken off: the test is over.
            }
            finally
            {
                deliveries.TryRemove(number, out _);
            }
        });
    }

    private async Task DeliverAsync(TopicSubscription subscription, PubSub pubSub, string appId, TopicEventRequest envelope)
    {
        if (Delays > TimeSpan.Zero)
        {
            await Task.Delay(Delays * Random.Shared.NextDouble(), ending.Token);
        }

        var resiliency = network.Manifests.Resiliency;
        var repetition = resiliency.Select(policies => policies.ForDeliveries(appId, pubSub.Name)).FirstOrDefault(policy => policy is not null);
        var limit = resiliency.Select(policies => policies.TimeoutOfDeliveries(appId, pubSub.Name)).FirstOrDefault(timeout => timeout is not null);
        for (var retries = 0; ; retries++)
        {
            switch (await TryDeliverAsync(appId, envelope, limit))
            {
                case Status.Success:
                    Interlocked.Increment(ref taken);
                    return;
                case Status.Retry when repetition?.Allows(retries) == true:
                    await Task.Delay(repetition.WaitBefore(retries), ending.Token);
                    continue;
                default:
                    GiveUp(subscription, pubSub, appId, envelope);
                    return;
            }
        }
    }

    private async Task<Status> TryDeliverAsync(string appId, TopicEventRequest envelope, TimeSpan? limit)
    {
        // An app that isn't there has no sidecar that subscribes: what is for it waits in the broker.
        Sidecar? sidecar;
        while ((sidecar = network.Next(appId)) is null)
        {
            await Task.Delay(50, ending.Token);
        }

        try
        {
            return (await sidecar.App.OnTopicEventAsync(envelope, limit, ending.Token)).Status;
        }
        catch (RpcException e) when (!ending.IsCancellationRequested)
        {
            // What the app has no method for is dropped; every other failure is to be delivered again.
            return e.StatusCode == StatusCode.Unimplemented ? Status.Drop : Status.Retry;
        }
    }

    private void GiveUp(TopicSubscription subscription, PubSub pubSub, string appId, TopicEventRequest envelope)
    {
        // The consumer's own sidecar publishes it, if it may.
        if (subscription.DeadLetterTopic is { } deadLetters && pubSub.LetsPublish(appId, deadLetters))
        {
            DeadLetters.Enqueue(envelope.Id);
            Distribute(pubSub, deadLetters, envelope);
        }
        else
        {
            Lost.Enqueue(envelope.Id);
        }
    }
}
