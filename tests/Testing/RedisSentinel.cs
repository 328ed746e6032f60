namespace OptiId.Testing;

/// <summary>
/// A real Redis with a master, two replicas and three sentinels (quorum 2) on loopback, durable as the product asks for. Ends with the test process,
/// however that ends. A master that is killed is replaced within some three seconds.
/// </summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    private const string Service = "optiid";
    private const int Count = 3;

    private readonly TemporaryDirectory directory = new();
    private readonly List<RedisNode> nodes = [];
    private readonly List<RedisNode> sentinels = [];

    private RedisSentinel()
    {
    }

    /// <summary>The servers; the first began as the master.</summary>
    public IReadOnlyList<RedisNode> Nodes => nodes;

    /// <summary>What StackExchange.Redis connects to: the sentinels, which tell it the master; without sentinels the servers themselves.</summary>
    public string Connection => sentinels.Count == 0 ? string.Join(',', nodes.Select(node => $"127.0.0.1:{node.Port}")) : $"{string.Join(',', sentinels.Select(sentinel => $"127.0.0.1:{sentinel.Port}"))},serviceName={Service}";

    /// <summary>Starts one.</summary>
    /// <param name="withSentinels">False: nobody promotes a replica.</param>
    /// <exception cref="MissingServerException">There is no <c>redis-server</c>.</exception>
    public static async Task<RedisSentinel> StartAsync(bool withSentinels = true)
    {
        var first = FreePorts.Find(2 * Count);
        var set = new RedisSentinel();
        try
        {
            for (var number = 0; number < Count; number++)
            {
                string[] follows = number == 0 ? [] : ["--replicaof", "127.0.0.1", RedisNode.Text(first)];
                set.nodes.Add(await RedisNode.StartAsync(first + number, [.. RedisServer.Durable, "--repl-diskless-sync-delay", "0", .. follows]));
            }

            await set.UntilInStepAsync(Count - 1);
            for (var number = 0; withSentinels && number < Count; number++)
            {
                set.sentinels.Add(await set.StartSentinelAsync(first, number));
            }

            await set.UntilWatchedAsync();
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server that is the master now, as the sentinels say it.</summary>
    public async Task<RedisNode> MasterAsync()
    {
        var answer = await sentinels[0].AskAsync($"SENTINEL get-master-addr-by-name {Service}");
        return nodes.Single(node => answer.Contains($"\r\n{node.Port}\r\n", StringComparison.Ordinal));
    }

    /// <summary>Waits until so many replicas are in step with their master.</summary>
    public Task UntilInStepAsync(int replicas) => RedisNode.UntilAsync(
        async () => (await Task.WhenAll(nodes.Select(node => node.IsReplicaInStepAsync()))).Count(inStep => inStep) >= replicas,
        $"{replicas} replicas are in step");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in sentinels.Concat(nodes))
        {
            await node.DisposeAsync();
        }

        directory.Dispose();
    }

    private async Task<RedisNode> StartSentinelAsync(int master, int number)
    {
        var file = Path.Combine(directory.Path, $"sentinel{number}.conf");
        await File.WriteAllTextAsync(file, $"""
            sentinel monitor {Service} 127.0.0.1 {master} 2
            sentinel down-after-milliseconds {Service} 1000
            sentinel failover-timeout {Service} 5000
            sentinel parallel-syncs {Service} 2

            """);
        return await RedisNode.StartAsync(master + Count + number, file, "--sentinel");
    }

    // Each sentinel must know both replicas and both other sentinels, or there is no quorum to fail over.
    private Task UntilWatchedAsync() => RedisNode.UntilAsync(
        async () => (await Task.WhenAll(sentinels.Select(sentinel => sentinel.AskAsync("INFO sentinel"))))
            .All(info => info.Contains($"status=ok,address=127.0.0.1:{nodes[0].Port},slaves={Count - 1},sentinels={Count}", StringComparison.Ordinal)),
        "the sentinels know each other");
}
