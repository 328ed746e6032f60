using Google.Protobuf;
using MassTransit;
using OptiId.Events.V1;

namespace OptiId.Events;

/// <summary>The bus over MassTransit: in memory for the local run, RabbitMQ for the plain way.</summary>
public sealed class MassTransitEventBus : IEventBus, IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] DeliveredAgainAfter = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    private readonly IBusControl bus;

    private MassTransitEventBus(IBusControl bus) => this.bus = bus;

    /// <summary>A bus within this process. All services of the process must share the one object.</summary>
    public static async Task<MassTransitEventBus> StartInMemoryAsync()
    {
        var bus = Bus.Factory.CreateUsingInMemory(_ => { });
        await bus.StartAsync();
        return new(bus);
    }

    /// <summary>A bus over a RabbitMQ server (3.12 or newer), with quorum queues and confirmed publishing.</summary>
    /// <param name="server">The server's address with user and password, e.g. <c>amqp://user:password@host:5672/</c>.</param>
    /// <param name="cancellation">Gives up connecting.</param>
    public static async Task<MassTransitEventBus> StartRabbitMqAsync(Uri server, CancellationToken cancellation)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(configure => configure.Host(server, host => host.PublisherConfirmation = true));
        await bus.StartAsync(cancellation);
        return new(bus);
    }

    /// <inheritdoc />
    public Task PublishAsync(Announcement announcement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        var message = new ChangeAnnounced
        {
            Source = announcement.Source,
            Partition = announcement.Partition,
            Epoch = announcement.Epoch,
            Change = announcement.Change.ToByteArray(),
        };
        return bus.Publish(message, cancellation);
    }

    /// <inheritdoc />
    public async Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null)
    {
        // The number in the name rises when a queue's arguments change: RabbitMQ refuses to change an existing queue's.
        var endpoint = bus.ConnectReceiveEndpoint($"optiid-{consumer}-1", configure =>
        {
            if (configure is IRabbitMqReceiveEndpointConfigurator rabbitMq)
            {
                rabbitMq.SetQuorumQueue();
            }

            // What can't be handled is let go after a while: its entry stands in the log, and a queue of errors that nobody reads would only grow.
            configure.UseMessageRetry(retry => retry.Intervals(DeliveredAgainAfter));
            configure.DiscardFaultedMessages();
            configure.PublishFaults = false;
            configure.Handler<ChangeAnnounced>(context => handle(
                new(context.Message.Source, context.Message.Partition, context.Message.Epoch, Change.Parser.ParseFrom(context.Message.Change)),
                context.CancellationToken));
        });
        try
        {
            await endpoint.Ready.WaitAsync(ReadyWithin);
        }
        catch (TimeoutException)
        {
            await EndAsync(endpoint.StopAsync); // a broker that is just starting may never answer this attempt; the caller tries another
            throw;
        }

        return new Subscription(endpoint);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await EndAsync(bus.StopAsync);

    /// <summary>
    /// Ends in good order, or gives up: with the broker away a stop may never come back, and a service that ends must end. What isn't
    /// acknowledged is delivered again.
    /// </summary>
    private static async Task EndAsync(Func<CancellationToken, Task> stop)
    {
        using var limit = new CancellationTokenSource(EndsWithin);
        try
        {
            await stop(limit.Token).WaitAsync(EndsWithin);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or MassTransitException or RabbitMqConnectionException)
        {
        }
    }

    private sealed class Subscription(HostReceiveEndpointHandle endpoint) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await EndAsync(endpoint.StopAsync);
    }
}
