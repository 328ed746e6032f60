using System.Globalization;
using OptiId.LocalRunFile;
using OptiId.Testing;

namespace OptiId.EndToEnd.Tests;

/// <summary>A home of a local run: data, announcement and ports that stay the same from one start to the next.</summary>
internal sealed class LocalRunHome(int? firstPort = null) : ISystemHome, IDisposable
{
    private const int Ports = 8; // SCIM, the Admin Center, and gRPC of six

    private readonly TemporaryDirectory directory = new();

    /// <summary>The user's folder.</summary>
    public string Path => directory.Path;

    public string Data => System.IO.Path.Combine(directory.Path, "data");

    /// <summary>The environment of the runs in this home.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public int FirstPort { get; } = firstPort ?? FreePorts.Find(Ports);

    public Uri ScimBaseUrl => new($"http://127.0.0.1:{FirstPort}/scim/v2");

    /// <summary>Where runs announce themselves.</summary>
    public LocalRuns Runs => new(System.IO.Path.Combine(directory.Path, "optiid", "runs"));

    /// <inheritdoc />
    public async Task<SystemRun> StartAsync() => await LocalRunProcess.StartAsync(this);

    public void Dispose() => directory.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The local run as a process of its own.</summary>
internal sealed class LocalRunProcess : SystemRun
{
    private const string TokenLabel = "SCIM token:     ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess process;
    private readonly LocalRunHome home;

    private LocalRunProcess(ChildProcess process, LocalRunHome home) => (this.process, this.home) = (process, home);

    /// <summary>What it has written to its output.</summary>
    public IReadOnlyList<string> Lines => process.Lines;

    /// <inheritdoc />
    public override string Output => process.Output;

    /// <summary>The token that it has printed.</summary>
    public string Token => Lines.Single(line => line.StartsWith(TokenLabel, StringComparison.Ordinal))[TokenLabel.Length..];

    /// <summary>How it announced itself.</summary>
    public override LocalRun Announcement => home.Runs.Find(home.FirstPort) ?? throw new InvalidOperationException("It hasn't announced itself.");

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<LocalRunProcess> StartAsync(LocalRunHome home, params string[] more)
    {
        var run = new LocalRunProcess(Launch(home, more), home);
        try
        {
            await run.process.WaitForLineAsync("Ready", StartLimit);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it.</summary>
    public static ChildProcess Launch(LocalRunHome home, params string[] more) => ChildProcess.Start(
        Programs.Dotnet,
        [
            Programs.Local, "--data", home.Data,
            "--scim-port", Text(home.FirstPort), "--admin-port", Text(home.FirstPort + 1), "--grpc-port", Text(home.FirstPort + 2), .. more,
        ],
        Programs.EnvironmentOf(home.Path).Concat(home.Environment).ToDictionary());

    /// <summary>Ctrl-C.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> InterruptAsync(TimeSpan limit)
    {
        await process.SignalAsync("INT");
        return await process.WaitForExitAsync(limit);
    }

    /// <inheritdoc />
    public override Task KillAsync() => process.KillAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await process.DisposeAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
