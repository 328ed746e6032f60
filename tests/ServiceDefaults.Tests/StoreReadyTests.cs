using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>Whether a service is ready, over a Redis Cluster that loses its masters for good.</summary>
public sealed class StoreReadyTests(RedisClusterTestStore store) : IClassFixture<RedisClusterTestStore>
{
    private const string Service = "ready";

    [Fact]
    public async Task AMasterThatIsAway_StopsWhoComesUp_AndNotWhoServesTheOthersPartitions()
    {
        store.SkipIfMissing();
        await using var serving = Build();
        await StateBecomesAsync(serving, HealthStatus.Healthy);
        // Not that of partition 0, which once was the only one that was asked.
        var first = await store.Cluster.MasterOfAsync(new KeySpace(Service).Of(0, "ready"));
        var away = Enumerable.Range(0, 3).First(number => store.Cluster.Nodes[number] != first);
        RedisNode[] shard = [store.Cluster.Nodes[away + 3], store.Cluster.Nodes[away]];
        await DownAsync(shard);

        await StateBecomesAsync(serving, HealthStatus.Degraded, partly: true);
        await using var starting = Build();
        await StateBecomesAsync(starting, HealthStatus.Unhealthy, partly: true);

        RedisNode[] others = [.. store.Cluster.Nodes.Except(shard)];
        await DownAsync(others);
        await StateBecomesAsync(serving, HealthStatus.Unhealthy);

        await Task.WhenAll(store.Cluster.Nodes.Select(node => node.UpAsync()));
        await store.Cluster.UntilWholeAsync();
        await StateBecomesAsync(serving, HealthStatus.Healthy);
        await StateBecomesAsync(starting, HealthStatus.Healthy);
    }

    private static async Task DownAsync(RedisNode[] nodes)
    {
        foreach (var node in nodes)
        {
            await node.DownAsync();
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Connection"] = store.Connection });
        builder.AddStore(Service);
        return builder.Build();
    }

    private static async Task<(HealthStatus Status, bool Partly)> StateOfAsync(WebApplication app)
    {
        var store = (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["store"];
        return (store.Status, store.Description is { } problem && !problem.Contains("64 of 64", StringComparison.Ordinal));
    }

    // A failed assertion says what it was instead.
    private static async Task StateBecomesAsync(WebApplication app, HealthStatus expected, bool partly = false)
    {
        var state = await StateOfAsync(app);
        for (var look = 0; state != (expected, partly) && look < 300; look++)
        {
            await Task.Delay(100);
            state = await StateOfAsync(app);
        }

        state.ShouldBe((expected, partly));
    }
}
