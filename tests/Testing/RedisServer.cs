using System.Diagnostics;
using StackExchange.Redis;
using Testcontainers.Redis;

namespace OptiId.Testing;

/// <summary>
/// A real Redis for tests: a container where an engine answers, else <c>redis-server</c> from its package. Durable as the product
/// asks for (design: "Durable before answered"), unless a test gives other settings.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);
    internal static readonly string[] Durable =
        ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction"];

    // OPTIID_TEST_REDIS_IMAGE names another one, e.g. a local build where no registry can be reached; an empty one: no container.
    private static readonly string Image = Environment.GetEnvironmentVariable("OPTIID_TEST_REDIS_IMAGE") ?? "redis:7.2";

    private readonly ServerHost host;

    private RedisServer(ServerHost host) => this.host = host;

    /// <summary>What StackExchange.Redis connects to.</summary>
    public string Connection => $"127.0.0.1:{host.Port}";

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings of <c>redis-server</c> that come after the durable ones, e.g. <c>--appendonly no</c>.</param>
    /// <exception cref="MissingServerException">There is neither.</exception>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        string[] all = [.. Durable, .. settings];
        ServerHost host = (ServerHost?)await TryStartContainerAsync(all)
            ?? await RedisProcess.TryStartAsync(all)
            ?? throw new MissingServerException("These tests need a real Redis: start a container engine, or install Debian's package redis-server.");
        return new(host);
    }

    /// <summary>kill -9 and a new start on the same data and port.</summary>
    public async Task KillAsync()
    {
        await DownAsync();
        await UpAsync();
    }

    /// <summary>An end in good order and a new start on the same data and port.</summary>
    public async Task RestartAsync()
    {
        await host.StopAsync();
        await UpAsync();
    }

    /// <summary>kill -9; it stays away until <see cref="UpAsync"/>.</summary>
    public Task DownAsync() => host.KillAsync();

    /// <summary>A new start on the same data and port; returns when it answers.</summary>
    public async Task UpAsync()
    {
        await host.StartAgainAsync();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(Connection + ",connectTimeout=500");
                await connection.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException) when (Stopwatch.GetElapsedTime(started) < ReadyLimit)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static Task<ContainerHost?> TryStartContainerAsync(string[] settings) => ContainerHost.TryStartAsync(
        Image,
        port => new RedisBuilder(Image)
            .WithCommand(["redis-server", "--protected-mode", "no", .. settings])
            .WithPortBinding(port, RedisBuilder.RedisPort)
            .WithLabel(ContainerHost.Label, "true")
            .Build());
}
