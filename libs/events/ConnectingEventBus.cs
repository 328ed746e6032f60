namespace OptiId.Events;

/// <summary>A RabbitMQ bus that connects at its first use, so that a service starts and serves while the bus is away.</summary>
internal sealed class ConnectingEventBus(Uri server) : IEventBus, IAsyncDisposable
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim gate = new(1, 1);
    private MassTransitEventBus? bus;

    public async Task PublishAsync(Announcement announcement, CancellationToken cancellation) =>
        await (await ConnectAsync(cancellation)).PublishAsync(announcement, cancellation);

    public async Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null) =>
        await (await ConnectAsync(CancellationToken.None)).SubscribeAsync(consumer, handle, handleMissed);

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (bus is not null)
        {
            await bus.DisposeAsync();
        }
    }

    private async Task<MassTransitEventBus> ConnectAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(ConnectDeadline);
            return bus ??= await MassTransitEventBus.StartRabbitMqAsync(server, deadline.Token);
        }
        finally
        {
            gate.Release();
        }
    }
}
