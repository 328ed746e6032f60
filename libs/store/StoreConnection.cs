using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>The connections to the store: one for requests, one for bulk work (a reply of megabytes delays everyone behind it on its socket).</summary>
public sealed class StoreConnection : IAsyncDisposable
{
    private const int BulkTimeoutFactor = 10;

    private readonly ConnectionMultiplexer requests;
    private readonly ConnectionMultiplexer bulk;

    private StoreConnection(ConnectionMultiplexer requests, ConnectionMultiplexer bulk, bool embedded) =>
        (this.requests, this.bulk, Embedded) = (requests, bulk, embedded);

    /// <summary>For what a request waits for.</summary>
    public IDatabase Requests => requests.GetDatabase();

    /// <summary>For snapshots, staging, clearing.</summary>
    public IDatabase Bulk => bulk.GetDatabase();

    /// <summary>Whether commits go to the embedded store's own command instead of a script.</summary>
    internal bool Embedded { get; }

    /// <summary>Connects, or goes on trying in the background where the store isn't there yet.</summary>
    public static StoreConnection Connect(IOptions<StoreOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(
            ConnectionMultiplexer.Connect(Configuration(options.Value, options.Value.TimeoutMilliseconds)),
            ConnectionMultiplexer.Connect(Configuration(options.Value, BulkTimeoutFactor * options.Value.TimeoutMilliseconds)),
            options.Value.Embedded);
    }

    /// <summary>Deletes all keys that begin with a prefix, in chunks, on every server that holds some.</summary>
    public async Task DeleteByPrefixAsync(RedisKey prefix, CancellationToken cancellation)
    {
        foreach (var server in bulk.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            var chunk = new List<RedisKey>();
            await foreach (var key in server.KeysAsync(pattern: $"{prefix}*", pageSize: 1_000).WithCancellation(cancellation))
            {
                chunk.Add(key);
                if (chunk.Count == Commit.MaximumFields)
                {
                    await Bulk.KeyDeleteAsync([.. chunk]);
                    chunk.Clear();
                }
            }

            await Bulk.KeyDeleteAsync([.. chunk]);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await requests.DisposeAsync();
        await bulk.DisposeAsync();
    }

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
        if (options.PasswordFile is { } file)
        {
            configuration.Password = File.ReadAllText(file).Trim();
        }

        return configuration;
    }
}
