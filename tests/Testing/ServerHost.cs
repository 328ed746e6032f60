namespace OptiId.Testing;

/// <summary>What a test's server runs on: a container or a process. Data and port stay the same from one start to the next.</summary>
internal abstract class ServerHost : IAsyncDisposable
{
    /// <summary>The port on 127.0.0.1.</summary>
    public abstract int Port { get; }

    /// <summary>Ends it as a crash would.</summary>
    public abstract Task KillAsync();

    /// <summary>Ends it in good order.</summary>
    public abstract Task StopAsync();

    /// <summary>Starts it again after one of the two.</summary>
    public abstract Task StartAgainAsync();

    public abstract ValueTask DisposeAsync();
}
