using System.Diagnostics;
using System.Net.Sockets;
using Testcontainers.RabbitMq;

namespace OptiId.Testing;

/// <summary>A real RabbitMQ for tests: a container where an engine answers, else <c>rabbitmq-server</c> from its package. Up in some ten seconds.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    // OPTIID_TEST_RABBITMQ_IMAGE names another one, e.g. a local build where no registry can be reached; an empty one: no container.
    private static readonly string Image = Environment.GetEnvironmentVariable("OPTIID_TEST_RABBITMQ_IMAGE") ?? "rabbitmq:3.13";

    private readonly ServerHost host;

    private RabbitMqServer(ServerHost host) => this.host = host;

    /// <summary>The user's name, which is the password too.</summary>
    public const string User = "tests"; // guest is only let in from its own machine, which a container's host isn't

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => host.Port;

    /// <summary>Where and as whom to connect: <c>amqp://…</c></summary>
    public Uri Address => new($"amqp://{User}:{User}@127.0.0.1:{Port}/");

    /// <summary>Starts one.</summary>
    /// <exception cref="MissingServerException">There is neither.</exception>
    public static async Task<RabbitMqServer> StartAsync()
    {
        ServerHost host = (ServerHost?)await ContainerHost.TryStartAsync(Image, BuildContainer)
            ?? await RabbitMqProcess.TryStartAsync()
            ?? throw new MissingServerException("These tests need a real RabbitMQ: start a container engine, or install Debian's package rabbitmq-server.");
        return new(host);
    }

    /// <summary>kill -9 and a new start on the same data and port.</summary>
    public async Task KillAsync()
    {
        await DownAsync();
        await UpAsync();
    }

    /// <summary>kill -9; it stays away until <see cref="UpAsync"/>.</summary>
    public Task DownAsync() => host.KillAsync();

    /// <summary>A new start on the same data and port; returns when it answers.</summary>
    public async Task UpAsync()
    {
        await host.StartAgainAsync();
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(Port))
        {
            if (Stopwatch.GetElapsedTime(started) > ReadyLimit)
            {
                throw new TimeoutException($"RabbitMQ does not answer on port {Port}.");
            }

            await Task.Delay(100);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => host.DisposeAsync();

    /// <summary>Whether a broker answers the protocol's greeting with its first frame.</summary>
    internal static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token);
            var first = new byte[1];
            return await stream.ReadAsync(first, limit.Token) == 1 && first[0] == 1; // a method frame: connection.start
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private static RabbitMqContainer BuildContainer(int port) => new RabbitMqBuilder(Image)
        .WithUsername(User)
        .WithPassword(User)
        .WithEnvironment("RABBITMQ_LOGS", "-")
        .WithEnvironment("RABBITMQ_NODENAME", "rabbit@localhost")
        .WithPortBinding(port, RabbitMqBuilder.RabbitMqPort)
        .WithLabel(ContainerHost.Label, "true")
        .Build();
}
