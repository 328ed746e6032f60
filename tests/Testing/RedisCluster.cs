using StackExchange.Redis;

namespace OptiId.Testing;

/// <summary>
/// A real Redis Cluster on loopback: three masters, each with a replica, durable as the product asks for. Ends with the test process, however that
/// ends. A master that is killed is replaced by its replica within some three seconds.
/// </summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;
    private const int Slots = 16_384;
    private const string NodeTimeoutMilliseconds = "2000";

    private readonly List<RedisNode> nodes;

    private RedisCluster(List<RedisNode> nodes) => this.nodes = nodes;

    /// <summary>The servers: first those that began as masters, then their replicas in the same order.</summary>
    public IReadOnlyList<RedisNode> Nodes => nodes;

    /// <summary>What StackExchange.Redis connects to.</summary>
    public string Connection => string.Join(',', nodes.Select(node => $"127.0.0.1:{node.Port}"));

    /// <summary>Starts one.</summary>
    /// <exception cref="MissingServerException">There is no <c>redis-server</c>.</exception>
    public static async Task<RedisCluster> StartAsync()
    {
        var first = FreePorts.Find(4 * Masters);
        var cluster = new RedisCluster([]);
        try
        {
            cluster.nodes.AddRange(await Task.WhenAll(Enumerable.Range(first, 2 * Masters).Select(port => RedisNode.StartAsync(
                port,
                [
                    .. RedisServer.Durable, "--cluster-enabled", "yes", "--cluster-port", RedisNode.Text(port + (2 * Masters)),
                    "--cluster-node-timeout", NodeTimeoutMilliseconds, "--cluster-require-full-coverage", "no",
                    "--repl-diskless-sync-delay", "0",
                ]))));
            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The master that serves a key's slot, as all living servers see it, waited for: one that was away believes for a moment that it still does.</summary>
    public async Task<RedisNode> MasterOfAsync(RedisKey key)
    {
        RedisNode? master = null;
        await RedisNode.UntilAsync(
            async () =>
            {
                var slot = await SlotOfAsync(key);
                var owners = (await ViewsAsync()).Select(view => view.OwnerOf(slot)).Distinct().ToList();
                master = owners is [{ } only] ? nodes.Single(node => node.Port == only) : null;
                return master is not null;
            },
            $"all agree on who serves {key}");
        return master!;
    }

    /// <summary>Waits until every slot has a master that serves, as all living servers see it alike, and every living replica has all that its master has.</summary>
    public Task UntilWholeAsync() => RedisNode.UntilAsync(
        async () => (await ViewsAsync()).Select(view => view.Topology).Distinct().Count() == 1 && (await Task.WhenAll(nodes.Select(IsServingAsync))).All(serves => serves),
        "the cluster is whole");

    /// <summary>Moves the slot of a key, with all its keys, to another master, as an operator's reshard does.</summary>
    /// <returns>Where it is now.</returns>
    public async Task<RedisNode> MoveSlotAsync(RedisKey key)
    {
        var from = await MasterOfAsync(key);
        RedisNode? to = null;
        foreach (var node in nodes)
        {
            to ??= node != from && await node.IsMasterAsync() ? node : null;
        }

        var slot = await SlotOfAsync(key);
        var (fromId, toId) = (await IdOfAsync(from), await IdOfAsync(to!));
        await to!.TellAsync($"CLUSTER SETSLOT {slot} IMPORTING {fromId}");
        await from.TellAsync($"CLUSTER SETSLOT {slot} MIGRATING {toId}");
        while (BulksOf(await from.AskAsync($"CLUSTER GETKEYSINSLOT {slot} 1000")) is { Count: > 0 } names)
        {
            await from.TellAsync($"MIGRATE 127.0.0.1 {to.Port} \"\" 0 5000 KEYS {string.Join(' ', names.Select(name => $"\"{name}\""))}");
        }

        await to.TellAsync($"CLUSTER SETSLOT {slot} NODE {toId}");
        await from.TellAsync($"CLUSTER SETSLOT {slot} NODE {toId}");
        return to;
    }

    /// <summary>The servers that are replicas now.</summary>
    public async Task<IReadOnlyList<RedisNode>> ReplicasAsync()
    {
        var inStep = await Task.WhenAll(nodes.Select(node => node.IsReplicaInStepAsync()));
        return [.. nodes.Where((_, number) => inStep[number])];
    }

    /// <summary>What a master writes from now on reaches no replica: they are told a password that it doesn't take, and are cut off.</summary>
    public async Task CutReplicasAsync(RedisNode master)
    {
        foreach (var node in nodes.Where(node => node != master))
        {
            await node.TellAsync("CONFIG SET masterauth wrong");
        }

        await master.AskAsync("CLIENT KILL TYPE replica");
        await RedisNode.UntilAsync(
            async () => (await master.AskAsync("INFO replication")).Contains("connected_slaves:0", StringComparison.Ordinal), "the replicas are cut off");
    }

    /// <summary>Replicas follow their masters again.</summary>
    public async Task MendReplicasAsync()
    {
        foreach (var node in nodes)
        {
            await node.TellAsync("CONFIG SET masterauth \"\"");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task JoinAsync()
    {
        for (var number = 0; number < nodes.Count; number++)
        {
            await nodes[number].TellAsync($"CLUSTER SET-CONFIG-EPOCH {number + 1}");
            if (number < Masters)
            {
                await nodes[number].TellAsync($"CLUSTER ADDSLOTSRANGE {Slots * number / Masters} {(Slots * (number + 1) / Masters) - 1}");
            }
        }

        foreach (var node in nodes.Skip(1))
        {
            await node.TellAsync($"CLUSTER MEET 127.0.0.1 {nodes[0].Port} {nodes[0].Port + (2 * Masters)}");
        }

        for (var number = Masters; number < nodes.Count; number++)
        {
            var (replica, master) = (nodes[number], await IdOfAsync(nodes[number - Masters]));
            await RedisNode.UntilAsync(
                async () => (await replica.AskAsync("CLUSTER NODES")).Contains(master, StringComparison.Ordinal), "a replica has met its master");
            await replica.TellAsync($"CLUSTER REPLICATE {master}");
        }

        await RedisNode.UntilAsync(
            async () =>
            {
                var info = await Task.WhenAll(nodes.Select(node => node.AskAsync("CLUSTER INFO")));
                return info.All(one => one.Contains($"cluster_known_nodes:{nodes.Count}", StringComparison.Ordinal));
            },
            "all have met");
        await UntilWholeAsync();
    }

    // How each living server sees the cluster.
    private async Task<IReadOnlyList<RedisClusterView>> ViewsAsync() =>
        [.. (await Task.WhenAll(nodes.Select(node => node.AskAsync("CLUSTER NODES")))).Where(answer => answer.Length > 0).Select(RedisClusterView.Parse)];

    // Whether it serves, with its replicas in step; one that is down isn't looked at.
    private static async Task<bool> IsServingAsync(RedisNode node)
    {
        var (cluster, replication) = (await node.AskAsync("CLUSTER INFO"), await node.AskAsync("INFO replication"));
        return cluster.Length == 0 || (cluster.Contains("cluster_state:ok", StringComparison.Ordinal) && cluster.Contains("cluster_slots_ok:16384", StringComparison.Ordinal)
            && (replication.Contains("master_link_status:up", StringComparison.Ordinal) || HaveReplicasAll(replication)));
    }

    // Of a master's INFO: master_repl_offset:594, and for each replica slave0:ip=127.0.0.1,port=12356,state=online,offset=594,lag=0
    private static bool HaveReplicasAll(string replication)
    {
        var lines = replication.Split("\r\n");
        var offset = lines.FirstOrDefault(line => line.StartsWith("master_repl_offset:", StringComparison.Ordinal))?.Split(':')[1];
        return lines.Contains("role:master") && lines.Where(line => line.StartsWith("slave", StringComparison.Ordinal) && line.Contains("ip=", StringComparison.Ordinal))
            .All(line => line.Contains($",state=online,offset={offset},", StringComparison.Ordinal));
    }

    private static async Task<string> IdOfAsync(RedisNode node) => BulksOf(await node.AskAsync("CLUSTER MYID")).Single();

    private async Task<int> SlotOfAsync(RedisKey key)
    {
        var answers = await Task.WhenAll(nodes.Select(node => node.AskAsync($"CLUSTER KEYSLOT {key}")));
        return int.Parse(answers.First(answer => answer.Length > 0).Trim().TrimStart(':'), System.Globalization.CultureInfo.InvariantCulture);
    }

    // The strings of an answer, which hold no line breaks themselves: each stands after a line with its length.
    private static List<string> BulksOf(string answer)
    {
        var lines = answer.Split("\r\n");
        return [.. lines.Skip(1).Where((_, index) => lines[index].StartsWith('$'))];
    }
}
