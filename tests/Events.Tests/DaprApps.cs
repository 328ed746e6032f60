using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OptiId.ServiceDefaults;
using OptiId.Sidecar;
using OptiId.Testing;

namespace OptiId.Events.Tests;

/// <summary>The bus as services behind sidecars have it: one app that publishes, and one for each subscription.</summary>
internal sealed class DaprApps(string manifests) : IEventBus, IAsyncDisposable
{
    public const string PubSub = "optiid-events";
    private const string AppToken = "the token by which an app knows its sidecar";

    private readonly List<WebApplication> apps = [];
    private DaprEventBus? publisher;

    public SidecarNetwork Network { get; } = new(Manifests.Of(manifests));

    public async Task PublishAsync(Announcement announcement, CancellationToken cancellation)
    {
        publisher ??= await PublisherAsync("identity");
        await publisher.PublishAsync(announcement, cancellation);
    }

    /// <summary>The bus of an app that only publishes.</summary>
    public async Task<DaprEventBus> PublisherAsync(string appId) =>
        new(new((await Network.AddAsync(new(appId, new("http://127.0.0.1:1")))).Address, "", ""), PubSub, NullLogger<DaprEventBus>.Instance);

    public async Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null) =>
        await (await StartAppAsync(consumer)).SubscribeAsync(consumer, handle, handleMissed);

    /// <summary>Starts an app with this system's own guards and callbacks; its bus.</summary>
    public async Task<IEventBus> StartAppAsync(string appId)
    {
        var port = FreePorts.Find();
        var sidecar = await Network.AddAsync(new(appId, new($"http://127.0.0.1:{port}"), AppToken: AppToken));
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Endpoints:Grpc"] = $"http://127.0.0.1:{port}",
            ["APP_API_TOKEN"] = AppToken,
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(appId).AddGrpcService();
        builder.Services.AddSingleton<IEventBus>(new DaprEventBus(new(sidecar.Address, "", ""), PubSub, NullLogger<DaprEventBus>.Instance));
        var app = builder.Build();
        app.MapHealth();
        app.MapEvents();
        await app.StartAsync();
        apps.Add(app);
        return app.Services.GetRequiredService<IEventBus>();
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        publisher?.Dispose();
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }
    }
}
