using Microsoft.AspNetCore.Builder;
using OptiId.Testing;

namespace OptiId.Hosting;

/// <summary>Another replica of a service, between which and the store answers can be lost.</summary>
public sealed class LosingReplica : IAsyncDisposable
{
    private readonly RunningServices services;

    private LosingReplica(RunningServices services, LosingNet net, Uri address) => (this.services, Net, Address) = (services, net, address);

    /// <summary>The net before the store.</summary>
    public LosingNet Net { get; }

    /// <summary>Where the replica answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="running">Where the others are.</param>
    /// <param name="build">The service.</param>
    public static async Task<LosingReplica> StartAsync(RunningOn running, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(running);
        running.Store.SkipIfMissing();
        var net = new LosingNet(running.Store.Connection);
        var address = await running.Services.AddAsync("behind-a-net", (args, configure) => build(args, builder =>
        {
            configure?.Invoke(builder);
            builder.Configuration["Store:Connection"] = net.Connection;
        }));
        return new(running.Services, net, address);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await services.StopAsync(Address);
        await Net.DisposeAsync();
    }
}
