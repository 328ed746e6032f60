using System.Net;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>The connections to the store: one for requests, one for bulk work (a reply of megabytes delays everyone behind it on its socket).</summary>
public sealed class StoreConnection : IAsyncDisposable
{
    private const int BulkTimeoutFactor = 10;
    private const int RoleCheckSeconds = 5; // a promotion that nobody announces is noticed by asking

    private readonly ConnectionMultiplexer requests;
    private readonly ConnectionMultiplexer bulk;

    private StoreConnection(StoreOptions options)
    {
        Embedded = options.Embedded;
        requests = ConnectionMultiplexer.Connect(Configuration(options, options.TimeoutMilliseconds));
        bulk = ConnectionMultiplexer.Connect(Configuration(options, BulkTimeoutFactor * options.TimeoutMilliseconds));
        Requests = MastersOf(requests);
        Bulk = MastersOf(bulk);
        Replicas = options.WaitForReplicas == 0 || Embedded
            ? null
            : new(ConnectionMultiplexer.Connect(Configuration(options, options.TimeoutMilliseconds + options.WaitForReplicasMilliseconds)), options);
    }

    /// <summary>For what a request waits for.</summary>
    public IDatabase Requests { get; }

    /// <summary>For snapshots, staging, clearing.</summary>
    public IDatabase Bulk { get; }

    /// <summary>The servers by which the store is looked for, without what else the connection string holds: <c>redis-0:6379, redis-1:6379</c>.</summary>
    public string Address => string.Join(", ", requests.GetEndPoints(configuredOnly: true).Select(server =>
        server is DnsEndPoint named ? $"{named.Host}:{named.Port}" : server.ToString()));

    /// <summary>The servers that are connected: masters and their replicas.</summary>
    public IEnumerable<IServer> Servers => bulk.GetServers().Where(server => server.IsConnected);

    /// <summary>Waits for replicas; null where nobody asked for it.</summary>
    internal ReplicaWait? Replicas { get; }

    /// <summary>Whether commits go to the embedded store's own command instead of a script.</summary>
    internal bool Embedded { get; }

    /// <summary>Connects, or goes on trying in the background where the store isn't there yet.</summary>
    public static StoreConnection Connect(IOptions<StoreOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Value);
    }

    /// <summary>Deletes all keys that begin with a prefix, in chunks, on every server that holds some.</summary>
    public async Task DeleteByPrefixAsync(RedisKey prefix, CancellationToken cancellation)
    {
        foreach (var server in Servers.Where(server => !server.IsReplica))
        {
            var chunk = new List<RedisKey>();
            await foreach (var key in server.KeysAsync(pattern: $"{prefix}*", pageSize: 1_000).WithCancellation(cancellation))
            {
                chunk.Add(key);
                if (chunk.Count == Commit.MaximumFields)
                {
                    await DeleteAsync(chunk);
                    chunk.Clear();
                }
            }

            await DeleteAsync(chunk);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await requests.DisposeAsync();
        await bulk.DisposeAsync();
        if (Replicas is not null)
        {
            await Replicas.DisposeAsync();
        }
    }

    // One by one: keys of several slots can't be deleted by one command.
    private Task<bool[]> DeleteAsync(List<RedisKey> keys) => Task.WhenAll(keys.Select(key => Bulk.KeyDeleteAsync(key)));

    private IDatabase MastersOf(ConnectionMultiplexer connections) => Embedded ? connections.GetDatabase() : MasterOnly.Of(connections.GetDatabase());

    private static ConfigurationOptions Configuration(StoreOptions options, int timeout)
    {
        var configuration = ConfigurationOptions.Parse(options.Connection);
        configuration.AbortOnConnectFail = false;
        configuration.AllowAdmin = true; // CONFIG GET, by which DurabilityCheck looks
        configuration.AsyncTimeout = timeout;
        configuration.SyncTimeout = timeout;
        configuration.ConnectTimeout = options.TimeoutMilliseconds;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry(200);
        configuration.ConfigCheckSeconds = RoleCheckSeconds;
        if (options.PasswordFile is { } file)
        {
            configuration.Password = File.ReadAllText(file).Trim();
        }

        return configuration;
    }
}
