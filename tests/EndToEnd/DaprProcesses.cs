using System.Diagnostics;
using OptiId.LocalRunFile;

namespace OptiId.EndToEnd.Tests;

/// <summary>The six services as processes, each beside its sidecar.</summary>
internal sealed class DaprProcesses : SystemRun
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Replica, ChildProcess> processes = [];
    private readonly HttpClient http = new();

    private DaprProcesses(DaprHome home) => Home = home;

    /// <summary>What stays while they come and go.</summary>
    public DaprHome Home { get; }

    /// <inheritdoc />
    public override LocalRun Announcement => Home.Announcement;

    /// <inheritdoc />
    public override string Output => string.Join('\n', processes.Select(pair => $"--- {pair.Key}\n{pair.Value.Output}"));

    /// <summary>Starts all of them at once, as a cluster does: none waits for another to be started.</summary>
    public static async Task<DaprProcesses> StartAsync(DaprHome home)
    {
        var run = new DaprProcesses(home);
        try
        {
            foreach (var replica in home.Replicas)
            {
                run.Start(replica, home.Root);
            }

            await Task.WhenAll(home.Replicas.Select(run.ReadyAsync));
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override async Task KillAsync()
    {
        // Whoever writes sees the connection break, not a service behind it that is away.
        foreach (var replica in Home.Replicas.Reverse())
        {
            await processes[replica].KillAsync();
        }
    }

    /// <summary>kill -9 of one.</summary>
    public Task KillAsync(Replica replica) => processes[replica].KillAsync();

    /// <summary>Tells one to end in good order, as Kubernetes does, and starts it again.</summary>
    /// <param name="replica">Which.</param>
    /// <param name="root">Where the release was built that it is of from now on; the home's unless told.</param>
    /// <returns>With what exit code it ended.</returns>
    public async Task<int> RestartAsync(Replica replica, string? root = null)
    {
        Home.Sidecars.Withdraw(replica);
        await processes[replica].SignalAsync("TERM");
        var code = await processes[replica].WaitForExitAsync(EndLimit);
        await processes[replica].DisposeAsync();
        Start(replica, root ?? Home.Root);
        await ReadyAsync(replica);
        Home.Sidecars.Restore(replica);
        return code;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        http.Dispose();
        foreach (var process in processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private void Start(Replica replica, string root) =>
        processes[replica] = ChildProcess.Start(Programs.Dotnet, [Programs.Service(replica.Service, root)], Home.EnvironmentOf(replica, root));

    private async Task ReadyAsync(Replica replica)
    {
        for (var started = Stopwatch.GetTimestamp(); !await IsReadyAsync(replica);)
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit || processes[replica].HasExited)
            {
                throw new InvalidOperationException($"{replica} did not become ready:\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    private async Task<bool> IsReadyAsync(Replica replica)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(replica.Health, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
