namespace OptiId.Testing;

/// <summary>A real Redis Cluster.</summary>
public sealed class RedisClusterTestStore : TestStore
{
    private RedisCluster? cluster;

    /// <inheritdoc />
    public override string Connection => Cluster.Connection;

    /// <summary>The cluster, for tests that kill its masters.</summary>
    public RedisCluster Cluster => cluster ?? throw new MissingServerException(Missing ?? "Not started.");

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        try
        {
            cluster = await RedisCluster.StartAsync();
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Missing = e.Message;
            TestEnvironment.Say($"SKIPPED: {e.Message}");
        }
    }

    /// <inheritdoc />
    public override async Task RestartAsync()
    {
        await Task.WhenAll(Cluster.Nodes.Select(node => node.DownAsync()));
        await Task.WhenAll(Cluster.Nodes.Select(node => node.UpAsync()));
        await Cluster.UntilWholeAsync();
    }

    /// <inheritdoc />
    protected override ValueTask CloseAsync() => cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
