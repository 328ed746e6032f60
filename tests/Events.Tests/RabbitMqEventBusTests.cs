using System.Collections.Concurrent;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>The bus of the plain way, on a real RabbitMQ.</summary>
public sealed class RabbitMqEventBusTests : EventBusContract, IAsyncDisposable
{
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
