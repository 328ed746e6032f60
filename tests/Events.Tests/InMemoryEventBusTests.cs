namespace OptiId.Events.Tests;

/// <summary>The bus of the local run.</summary>
public sealed class InMemoryEventBusTests : EventBusContract, IAsyncDisposable
{
    private MassTransitEventBus? bus;

    public async ValueTask DisposeAsync()
    {
        if (bus is not null)
        {
            await bus.DisposeAsync();
        }
    }

    protected override async Task<IEventBus> ConnectAsync() => bus ??= await MassTransitEventBus.StartInMemoryAsync();
}
