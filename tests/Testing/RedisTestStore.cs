namespace OptiId.Testing;

/// <summary>A real Redis.</summary>
public sealed class RedisTestStore : TestStore
{
    private RedisServer? server;

    /// <inheritdoc />
    public override string Connection => Server.Connection;

    /// <summary>The server, for tests that kill it.</summary>
    public RedisServer Server => server ?? throw new MissingServerException(Missing ?? "Not started.");

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        try
        {
            server = await RedisServer.StartAsync();
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Missing = e.Message;
            TestEnvironment.Say($"SKIPPED: {e.Message}");
        }
    }

    /// <inheritdoc />
    public override Task RestartAsync() => Server.KillAsync();

    /// <inheritdoc />
    protected override ValueTask CloseAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
