using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// A program of this repository as a process of its own. It ends with this process, however this one ends: a shell waits at its side
/// whose input ends then, and ends it by its id.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Keeper = "if ! read -r done; then kill -KILL \"$0\"; fi 2>/dev/null";

    private readonly ConcurrentQueue<string> lines = [];
    private readonly ConcurrentQueue<string> errors = [];
    private readonly Process process;
    private readonly Process keeper;

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(lines, line);
        process.ErrorDataReceived += (_, line) => Take(errors, line);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        keeper = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Keeper, Text(process.Id)]) { RedirectStandardInput = true })!;
    }

    /// <summary>What it has written to its output, line by line.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Everything that it has written.</summary>
    public string Output => string.Join('\n', lines.Concat(errors));

    /// <summary>What it has written to its error output.</summary>
    public string Errors => string.Join('\n', errors);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        // A shell that runs in the background lets its children ignore SIGINT; these tests send it.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", program, .. arguments] : [program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Waits for a line of its output.</summary>
    public async Task WaitForLineAsync(string line, TimeSpan limit)
    {
        for (var started = Stopwatch.GetTimestamp(); !lines.Contains(line);)
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new InvalidOperationException($"It didn't write \"{line}\" ({(process.HasExited ? $"ended with {process.ExitCode}" : "in time")}):\n{Output}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Sends a signal, by its id.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", "kill -\"$0\" \"$1\"", signal, Text(Id)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await WaitForExitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It didn't end within {limit}:\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await keeper.StandardInput.WriteLineAsync("done");
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Take(ConcurrentQueue<string> lines, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lines.Enqueue(text);
        }
    }
}
