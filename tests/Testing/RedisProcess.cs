using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OptiId.EmbeddedStore;

namespace OptiId.Testing;

/// <summary><c>redis-server</c> from its package, on a free port of 127.0.0.1, in a directory of its own.</summary>
internal sealed class RedisProcess : ServerHost
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory directory = new();
    private readonly string program;
    private readonly string[] settings;
    private ServerProcess? process;

    private RedisProcess(string program, string[] settings, int? port) => (this.program, this.settings, Port) = (program, settings, port ?? LoopbackPort.FindFree());

    public override int Port { get; }

    /// <summary>Starts one; null where it isn't installed.</summary>
    /// <param name="settings">Settings; a configuration file comes first.</param>
    /// <param name="port">Its port; null: any free one.</param>
    public static async Task<RedisProcess?> TryStartAsync(string[] settings, int? port = null)
    {
        if (TestEnvironment.FindProgram("redis-server") is not { } program)
        {
            return null;
        }

        var host = new RedisProcess(program, settings, port);
        await host.StartAgainAsync();
        TestEnvironment.Say($"Redis by {program} on loopback");
        return host;
    }

    public override Task KillAsync() => EndAsync("KILL");

    public override Task StopAsync() => EndAsync("TERM");

    public override async Task StartAgainAsync()
    {
        string[] fixedSettings =
        [
            "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", directory.Path, "--daemonize", "no",
        ];
        process = await ServerProcess.StartAsync(
            Path.Combine(directory.Path, "server.log"), program, [.. settings, .. fixedSettings]);
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(process.Id))
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                var log = await File.ReadAllTextAsync(Path.Combine(directory.Path, "server.log"));
                await DisposeAsync();
                throw new InvalidOperationException($"redis-server did not start on port {Port}:\n{log}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Asks this server itself, past any routing.</summary>
    /// <returns>The answer as it came over the wire; empty where it doesn't answer.</returns>
    public async Task<string> AskAsync(string command)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{command}\r\n"));
            client.Client.Shutdown(SocketShutdown.Send); // no QUIT: a sentinel doesn't know it
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync().WaitAsync(StartLimit);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        directory.Dispose();
    }

    private async Task EndAsync(string signal)
    {
        await process!.EndAsync(signal);
        await process.DisposeAsync();
        process = null;
    }

    // Asks for the process id: another server on the port would answer a PING too.
    private async Task<bool> IsReadyAsync(int processId)
    {
        var info = await AskAsync("INFO");
        return info.Contains($"process_id:{processId}\r\n", StringComparison.Ordinal) && !info.Contains("loading:1", StringComparison.Ordinal);
    }
}
