using Xunit;

namespace OptiId.Testing;

/// <summary>A real RabbitMQ for a class, a collection or an assembly of tests.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private RabbitMqServer? server;

    /// <summary>Why the tests can't run here, outside CI; null where they can.</summary>
    public string? Missing { get; private set; }

    /// <summary>The server.</summary>
    public RabbitMqServer Server => server ?? throw new MissingServerException(Missing ?? "Not started.");

    /// <summary>Skips the running test where the server is missing.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        try
        {
            server = await RabbitMqServer.StartAsync();
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Missing = e.Message;
            TestEnvironment.Say($"SKIPPED: {e.Message}");
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
