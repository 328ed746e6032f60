using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapr.Client;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>The bus of the Kubernetes way, through sidecars that speak Dapr's wire contract.</summary>
public sealed class DaprEventBusTests : EventBusContract, IAsyncDisposable
{
    private readonly DaprApps apps;

    public DaprEventBusTests() => apps = new($$"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: { name: optiid-events }
        spec:
          type: pubsub.rabbitmq
          version: v1
          metadata:
            - { name: publishingScopes, value: "identity=identity-changes;groups=groups-changes;{{One}}={{One}}-dead-letters" }
        ---
        {{ResiliencyOf(One, retries: 2)}}
        ---
        {{ResiliencyOf(Other, retries: 400)}}
        ---
        {{SubscriptionOf(One, "identity-changes", "/announcements", $"{One}-dead-letters")}}
        ---
        {{SubscriptionOf(One, $"{One}-dead-letters", "/dead-letters")}}
        ---
        {{SubscriptionOf(Other, "identity-changes", "/announcements")}}
        """);

    [Fact]
    public async Task WhatCantBeHandled_IsDeliveredAgain_ThenComesAsADeadLetter()
    {
        var tries = 0;
        var missed = new TaskCompletionSource<Announcement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await apps.SubscribeAsync(
            One,
            (_, _) => throw new InvalidOperationException($"The store is away, for the {++tries}. time."),
            (announcement, _) =>
            {
                missed.TrySetResult(announcement);
                return Task.CompletedTask;
            });

        await PublishAsync(apps, 1, 1);

        (await missed.Task.WaitAsync(Patience, Cancellation)).ShouldBe(NewAnnouncement(1));
        tries.ShouldBe(3);
        apps.Network.Broker.DeadLetters.ShouldBe(["identity/17/1"]); // the fixed id: every delivery and every copy has it
    }

    [Fact]
    public async Task WhatComesBeforeTheServiceHasSubscribed_IsDeliveredAgain()
    {
        var bus = await apps.StartAppAsync(Other);
        await PublishAsync(apps, 1, 1);
        var received = new ConcurrentBag<ulong>();
        await using var subscription = await bus.SubscribeAsync(Other, Into(received));
        await UntilAsync(() => received.Contains(1UL));
    }

    [Fact]
    public async Task WhatIsNoAnnouncement_IsDropped_AndKeepsNothingBack()
    {
        var received = new ConcurrentBag<ulong>();
        await using var subscription = await apps.SubscribeAsync(Other, Into(received));
        var sidecar = await apps.Network.AddAsync(new("identity", new("http://127.0.0.1:1")));
        using var dapr = new DaprClientBuilder().UseGrpcEndpoint(sidecar.Address.ToString()).Build();
        foreach (var data in new[] { "{}", "no JSON", "[1]", """{"source":"identity","partition":64,"change":{"sequence":"1"}}""", """{"source":"identity","partition":"x"}""" })
        {
            await dapr.PublishByteEventAsync(DaprApps.PubSub, "identity-changes", System.Text.Encoding.UTF8.GetBytes(data), "application/json", [], Cancellation);
        }

        await PublishAsync(apps, 7, 1);

        await UntilAsync(() => received.Contains(7UL) && apps.Network.Broker.Lost.Count == 5);
        received.ShouldBe([7UL]);
    }

    [Fact]
    public async Task ATopicThatTheManifestsDontAllow_IsNotPublishedTo()
    {
        using var groups = await apps.PublisherAsync("groups");
        await Should.ThrowAsync<Dapr.DaprException>(() => groups.PublishAsync(NewAnnouncement(1), Cancellation));
    }

    [Fact]
    public async Task ABusThatLosesDoublesAndReorders_DeliversTheRest_WithTheirFixedIds()
    {
        var received = new ConcurrentQueue<ulong>();
        await using var subscription = await apps.SubscribeAsync(Other, (announcement, _) =>
        {
            received.Enqueue(announcement.Change.Sequence);
            return Task.CompletedTask;
        });
        (apps.Network.Broker.Loses, apps.Network.Broker.Doubles, apps.Network.Broker.Delays) = (0.2, 0.5, TimeSpan.FromMilliseconds(50));
        await PublishAsync(apps, 1, 200);
        await UntilAsync(() => received.Distinct().Count() > 120 && received.Count > received.Distinct().Count());
        ulong[] arrived = [.. received];
        arrived.ShouldAllBe(sequence => sequence >= 1 && sequence <= 200);
        arrived.ShouldNotBe(arrived.Order().ToArray());
    }

    public ValueTask DisposeAsync() => apps.DisposeAsync();

    protected override Task<IEventBus> ConnectAsync() => Task.FromResult<IEventBus>(apps);

    // JSON is YAML too.
    private static string SubscriptionOf(string appId, string topic, string route, string? deadLetterTopic = null) => new JsonObject
    {
        ["apiVersion"] = "dapr.io/v2alpha1",
        ["kind"] = "Subscription",
        ["scopes"] = new JsonArray(appId),
        ["spec"] = new JsonObject
        {
            ["pubsubname"] = DaprApps.PubSub,
            ["topic"] = topic,
            ["routes"] = new JsonObject { ["default"] = route },
            ["deadLetterTopic"] = deadLetterTopic,
        },
    }.ToJsonString();

    private static string ResiliencyOf(string appId, int retries) => new JsonObject
    {
        ["apiVersion"] = "dapr.io/v1alpha1",
        ["kind"] = "Resiliency",
        ["scopes"] = new JsonArray(appId),
        ["spec"] = new JsonObject
        {
            ["policies"] = new JsonObject { ["retries"] = new JsonObject { ["again"] = new JsonObject { ["policy"] = "constant", ["duration"] = "50ms", ["maxRetries"] = retries } } },
            ["targets"] = new JsonObject { ["components"] = new JsonObject { [DaprApps.PubSub] = new JsonObject { ["inbound"] = new JsonObject { ["retry"] = "again" } } } },
        },
    }.ToJsonString();
}
