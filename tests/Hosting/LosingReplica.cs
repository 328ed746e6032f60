using Microsoft.AspNetCore.Builder;
using OptiId.Testing;

namespace OptiId.Hosting;

/// <summary>Another replica of a service, between which and the store answers can be lost.</summary>
public sealed class LosingReplica : IAsyncDisposable
{
    private readonly RunningServices services;
    private readonly LosingNet net;

    private LosingReplica(RunningServices services, LosingNet net, Uri address) => (this.services, this.net, Address) = (services, net, address);

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

    /// <summary>Does something of which the store's answer is lost.</summary>
    /// <param name="about">What stands in the question whose answer is lost: an id.</param>
    /// <param name="change">What is done.</param>
    /// <exception cref="InvalidOperationException">No answer was lost: nothing was shown.</exception>
    public async Task LosingAsync(string about, Func<Task> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = net.Lost;
        net.LoseAnswerAbout(about);
        await change();
        if (net.Lost != before + 1)
        {
            throw new InvalidOperationException("No answer of the store was lost.");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await services.StopAsync(Address);
        await net.DisposeAsync();
    }
}
