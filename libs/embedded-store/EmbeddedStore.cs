using System.Net.Sockets;
using StackExchange.Redis;

namespace OptiId.EmbeddedStore;

/// <summary>
/// Microsoft Garnet in this process, durable, on 127.0.0.1: the store of the local run and of tests. For data to keep, use Redis.
/// </summary>
public sealed class EmbeddedStore : IAsyncDisposable, IDisposable
{
    private const int PortTries = 10;

    private readonly DirectoryLock directoryLock;
    private readonly Server server;
    private int disposed;

    private EmbeddedStore(DirectoryLock directoryLock, Server server, int port) =>
        (this.directoryLock, this.server, Port) = (directoryLock, server, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What StackExchange.Redis connects to.</summary>
    public string Connection => $"127.0.0.1:{Port}";

    /// <summary>Opens the data in a directory, and recovers what a killed process left.</summary>
    /// <param name="directory">Where the data is or will be; made where it isn't there.</param>
    /// <param name="port">The port on 127.0.0.1; 0: a free one is found.</param>
    /// <exception cref="EmbeddedStoreException">Another process has the data open, it can't be recovered, or a check failed.</exception>
    public static EmbeddedStore Start(string directory, int port = 0) => Start(directory, port, StoreMemory.Default);

    /// <summary>As above, with other sizes: so that a test can fill the memory.</summary>
    internal static EmbeddedStore Start(string directory, int port, StoreMemory memory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.GetFullPath(directory);
        Directory.CreateDirectory(path);
        var directoryLock = DirectoryLock.Take(path);
        try
        {
            var (server, actualPort) = Listen(path, port, memory);
            try
            {
                Prepare(server, actualPort, memory);
                return new(directoryLock, server, actualPort);
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            server.Dispose();
            directoryLock.Dispose();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static (Server Server, int Port) Listen(string directory, int port, StoreMemory memory)
    {
        for (var tries = 1; ; tries++)
        {
            var candidate = port == 0 ? LoopbackPort.FindFree() : port;
            Server? server = null;
            try
            {
                server = new Server(Switches.For(directory, candidate, memory));
                server.Start();
                return (server, candidate);
            }
            catch (Exception e) when (port == 0 && tries < PortTries && IsPortTaken(e))
            {
                server?.Dispose(); // somebody else took it in between
            }
            catch (Exception e)
            {
                server?.Dispose();
                throw new EmbeddedStoreException($"The data in {directory} can't be opened on port {candidate}: {e.Message}", e);
            }
        }
    }

    private static bool IsPortTaken(Exception? e) =>
        e is not null && (e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || IsPortTaken(e.InnerException));

    private static void Prepare(Server server, int port, StoreMemory memory)
    {
        using var connection = ConnectionMultiplexer.Connect(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", port } },
            AllowAdmin = true,
            SyncTimeout = (int)Checkpoint.Limit.TotalMilliseconds,
        });
        StartCheck.Run(server, connection.GetDatabase());
        Checkpoint.TakeIfLong(server, connection.GetDatabase(), memory.AppendOnlyLimit);
    }
}
