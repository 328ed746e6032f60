using System.Collections.Concurrent;
using OptiId.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>The bus of the plain way, on a real RabbitMQ.</summary>
public sealed class RabbitMqEventBusTests : EventBusContract, IAsyncDisposable
{
    // RabbitMQ 3.10 on one node has what was declared on disk a moment after it says so: a quorum queue that is killed before then finds no leader.
    private static readonly TimeSpan AQueueOfSomeAge = TimeSpan.FromSeconds(5);

    private readonly RabbitMqFixture rabbitMq;
    private readonly List<MassTransitEventBus> connections = [];

    public RabbitMqEventBusTests(RabbitMqFixture rabbitMq)
    {
        rabbitMq.SkipIfMissing();
        this.rabbitMq = rabbitMq;
    }

    [Fact]
    public async Task TheReplicasOfAConsumer_ShareTheAnnouncements()
    {
        var (one, other) = (new ConcurrentBag<ulong>(), new ConcurrentBag<ulong>());
        var publisher = await ConnectAsync();
        await using var first = await (await ConnectAsync()).SubscribeAsync(One, Into(one));
        await using var second = await (await ConnectAsync()).SubscribeAsync(One, Into(other));

        await PublishAsync(publisher, 1, 200);

        await UntilAsync(() => one.Count + other.Count >= 200);
        one.Concat(other).Order().ShouldBe(Enumerable.Range(1, 200).Select(sequence => (ulong)sequence));
    }

    [Fact]
    public async Task WhatCantBeHandled_IsDeliveredAgainAFewTimes_ThenLetGo_AndNoQueueOfErrorsGrows()
    {
        var tries = 0;
        await using (await (await ConnectAsync()).SubscribeAsync(One, (_, _) => throw new InvalidOperationException($"The store is away, for the {++tries}. time.")))
        {
            await PublishAsync(await ConnectAsync(), 1, 1);
            await UntilAsync(() => tries == 4);
        }

        var received = new ConcurrentBag<ulong>();
        await using var again = await (await ConnectAsync()).SubscribeAsync(One, Into(received));
        await PublishAsync(await ConnectAsync(), 2, 1);
        await UntilAsync(() => received.Contains(2UL));
        received.ShouldBe([2UL]);
        (await ExistsAsync($"optiid-{One}-1")).ShouldBeTrue();
        (await ExistsAsync($"optiid-{One}-1_error")).ShouldBeFalse();
    }

    [Fact]
    public async Task WhatTheBrokerHasConfirmed_ArrivesAfterItWasKilled_ThoughNobodyWasThereToTakeIt()
    {
        await using var broker = await RabbitMqServer.StartAsync(); // the others share theirs
        await using (var before = await MassTransitEventBus.StartRabbitMqAsync(broker.Address, Cancellation))
        {
            await (await before.SubscribeAsync(One, Into([]))).DisposeAsync(); // its queue stays
            await Task.Delay(AQueueOfSomeAge, Cancellation);
            await PublishAsync(before, 1, 50);
        }

        await broker.KillAsync();

        var received = new ConcurrentBag<ulong>();
        await using var after = await MassTransitEventBus.StartRabbitMqAsync(broker.Address, Cancellation);
        await using var subscription = await after.SubscribeAsync(One, Into(received));
        await UntilAsync(() => received.Distinct().Count() == 50);
    }

    private async Task<bool> ExistsAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = rabbitMq.Server.Address }.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, Cancellation);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    protected override async Task<IEventBus> ConnectAsync()
    {
        var bus = await MassTransitEventBus.StartRabbitMqAsync(rabbitMq.Server.Address, Cancellation);
        connections.Add(bus);
        return bus;
    }
}
