using System.Diagnostics;
using System.Globalization;
using OptiId.EmbeddedStore;

namespace OptiId.Testing;

/// <summary><c>rabbitmq-server</c> from its package, on free ports of 127.0.0.1, with a directory and a port mapper of its own.</summary>
internal sealed class RabbitMqProcess : ServerHost
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory directory = new();
    private readonly int mapperPort = LoopbackPort.FindFree();
    private readonly int distributionPort = LoopbackPort.FindFree();
    private readonly string program;
    private readonly string mapperProgram;
    private ServerProcess? mapper;
    private ServerProcess? process;

    private RabbitMqProcess(string program, string mapperProgram) => (this.program, this.mapperProgram) = (program, mapperProgram);

    public override int Port { get; } = LoopbackPort.FindFree();

    /// <summary>Starts one; null where it isn't installed.</summary>
    public static async Task<RabbitMqProcess?> TryStartAsync()
    {
        // The server's own script: the one in /usr/sbin changes to a user of its own.
        const string Folder = "/usr/lib/rabbitmq/bin";
        var program = Path.Combine(Folder, "rabbitmq-server");
        if (!File.Exists(program) || TestEnvironment.FindProgram("epmd") is not { } mapperProgram)
        {
            return null;
        }

        var host = new RabbitMqProcess(program, mapperProgram);
        await host.StartAgainAsync();
        TestEnvironment.Say($"RabbitMQ by {program} on loopback");
        return host;
    }

    public override Task KillAsync() => EndAsync("KILL");

    public override Task StopAsync() => EndAsync("TERM");

    public override async Task StartAgainAsync()
    {
        // Erlang would start a port mapper for the whole machine and leave it behind.
        mapper ??= await ServerProcess.StartAsync(
            PathOf("mapper.log"), mapperProgram, ["-port", Text(mapperPort), "-address", "127.0.0.1"]);
        await File.WriteAllTextAsync(PathOf("plugins"), "[].");
        process = await ServerProcess.StartAsync(PathOf("server.log"), program, [], Environment());
        var started = Stopwatch.GetTimestamp();
        while (!await RabbitMqServer.AnswersAsync(Port))
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                var log = await File.ReadAllTextAsync(PathOf("server.log"));
                await DisposeAsync();
                throw new InvalidOperationException($"rabbitmq-server did not start on port {Port}:\n{log}");
            }

            await Task.Delay(100);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        if (mapper is not null)
        {
            await mapper.DisposeAsync();
        }

        directory.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string PathOf(string name) => Path.Combine(directory.Path, name);

    private async Task EndAsync(string signal)
    {
        await process!.EndAsync(signal);
        await process.DisposeAsync();
        process = null;
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = directory.Path, // the cookie
        ["ERL_EPMD_PORT"] = Text(mapperPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"optiid{Port}@localhost",
        ["RABBITMQ_DEFAULT_USER"] = RabbitMqServer.User,
        ["RABBITMQ_DEFAULT_PASS"] = RabbitMqServer.User,
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = Text(Port),
        ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
        ["RABBITMQ_MNESIA_BASE"] = PathOf("mnesia"),
        ["RABBITMQ_LOG_BASE"] = PathOf("log"),
        ["RABBITMQ_CONFIG_FILE"] = PathOf("rabbitmq"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = PathOf("advanced"),
        ["RABBITMQ_CONF_ENV_FILE"] = PathOf("environment"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PathOf("plugins"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = PathOf("generated"),
        ["RABBITMQ_LOGS"] = "-",
        // So that the script becomes the server, and its process id the server's; without input all the same.
        ["RABBITMQ_ALLOW_INPUT"] = "true",
        ["RABBITMQ_SERVER_START_ARGS"] = "-noinput",
    };
}
