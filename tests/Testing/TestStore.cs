using OptiId.Store;
using Xunit;

namespace OptiId.Testing;

/// <summary>
/// A store that tests run on. A contract is an abstract class that takes one of these; a class for each kind inherits it:
/// <c>public sealed class UsersOnRedisTests(RedisTestStore store) : UsersContract(store), IClassFixture&lt;RedisTestStore&gt;;</c>
/// </summary>
public abstract class TestStore : IAsyncLifetime
{
    private static int services;
    private readonly List<StoreConnection> connections = [];

    /// <summary>What StackExchange.Redis connects to.</summary>
    public abstract string Connection { get; }

    /// <summary>Why the tests on this store can't run here, outside CI; null where they can.</summary>
    public string? Missing { get; protected set; }

    /// <summary>The settings of a service on this store.</summary>
    public StoreOptions Options => new() { Connection = Connection, Embedded = this is EmbeddedTestStore };

    /// <summary>Connects once more; disposed of with the store.</summary>
    public StoreConnection Connect()
    {
        var connection = StoreConnection.Connect(Microsoft.Extensions.Options.Options.Create(Options));
        lock (connections)
        {
            connections.Add(connection);
        }

        return connection;
    }

    /// <summary>A session with a connection of its own.</summary>
    /// <param name="service">Whose keys; by default of a service that nobody else has.</param>
    public StoreSession OpenSession(string? service = null) =>
        new(Connect(), new KeySpace(service ?? NewService()), new LogSignal());

    /// <summary>The name of a service that nobody else in this process has: keys of its own.</summary>
    public static string NewService() => $"test{Interlocked.Increment(ref services)}";

    /// <summary>Skips the running test where the store is missing.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    /// <summary>Ends the store as a crash would where that is possible, and opens it again on the same data and address.</summary>
    public abstract Task RestartAsync();

    /// <inheritdoc />
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the store.</summary>
    protected abstract ValueTask CloseAsync();
}
