using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Events;
using OptiId.Store;
using OptiId.Testing;

namespace OptiId.Contracts;

/// <summary>One service with a store and a bus of its own: no other service hears or sees it.</summary>
public sealed class LoneService : IAsyncDisposable
{
    private readonly EmbeddedTestStore store;
    private readonly MassTransitEventBus bus;
    private readonly WebApplication app;

    private LoneService(EmbeddedTestStore store, MassTransitEventBus bus, WebApplication app) => (this.store, this.bus, this.app) = (store, bus, app);

    /// <summary>Its container.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The first address at which it listens: the gateway's is for SCIM.</summary>
    public Uri Address => Addresses.First();

    /// <summary>Where a provider serves gRPC.</summary>
    public Uri Grpc => Addresses.Last();

    /// <summary>All addresses.</summary>
    public IEnumerable<Uri> Addresses => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address));

    /// <summary>Starts a service.</summary>
    /// <param name="build">Its program.</param>
    /// <param name="services">Where it finds others, by the name in <c>Services:NAME</c>.</param>
    /// <param name="more">More settings.</param>
    /// <param name="prepareAsync">What is done with its store before it runs.</param>
    public static async Task<LoneService> StartAsync(
        Func<string[], Action<WebApplicationBuilder>?, WebApplication> build,
        Dictionary<string, Uri>? services = null,
        Dictionary<string, string?>? more = null,
        Func<StoreSession, Task>? prepareAsync = null)
    {
        var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        var bus = await MassTransitEventBus.StartInMemoryAsync();
        var settings = new Dictionary<string, string?>(more ?? [])
        {
            ["Store:Connection"] = store.Connection,
            ["Store:AllowUndurable"] = "true",
            ["Store:Embedded"] = "true",
            ["Endpoints:Grpc"] = "http://127.0.0.1:0",
        };
        foreach (var (name, address) in services ?? [])
        {
            settings[$"Services:{name}"] = address.ToString();
        }

        var app = build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<IEventBus>(bus);
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            builder.Logging.ClearProviders();
        });
        if (prepareAsync is not null)
        {
            await prepareAsync(app.Services.GetRequiredService<StoreSession>());
        }

        await app.StartAsync();
        return new(store, bus, app);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await bus.DisposeAsync();
        await store.DisposeAsync();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
