using System.Diagnostics;
using System.Globalization;

namespace OptiId.Testing;

/// <summary>
/// A server started by hand, under a shell that keeps it: the shell ends the server when its own input ends, which happens however
/// the test process ends, kill -9 included. Signals go through the shell too, to its child by process id, never by a name.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Keeper = """
        log=$1; shift
        "$@" </dev/null >>"$log" 2>&1 &
        server=$!
        echo $server
        while read -r signal; do
          kill -"$signal" $server 2>/dev/null
          wait $server 2>/dev/null
          echo ended
        done
        kill -KILL $server 2>/dev/null
        wait $server 2>/dev/null
        """;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly Process keeper;

    private ServerProcess(Process keeper, int id) => (this.keeper, Id) = (keeper, id);

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="log">Where its output goes.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set.</param>
    public static async Task<ServerProcess> StartAsync(
        string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Keeper, "keeper", log, program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var keeper = Process.Start(start)!;
        var id = await keeper.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{program} could not be started.");
        return new(keeper, int.Parse(id, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal that ends the server, and waits until it has ended.</summary>
    /// <param name="signal"><c>TERM</c>, or <c>KILL</c> for the likeness of a crash.</param>
    public async Task EndAsync(string signal)
    {
        await keeper.StandardInput.WriteLineAsync(signal);
        await keeper.StandardInput.FlushAsync();
        await keeper.StandardOutput.ReadLineAsync().WaitAsync(EndLimit);
    }

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync().WaitAsync(EndLimit);
        keeper.Dispose();
    }
}
