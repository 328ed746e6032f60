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
    private readonly DaprHome home;

    private DaprProcesses(DaprHome home) => this.home = home;

    /// <inheritdoc />
    public override LocalRun Announcement => home.Announcement;

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
                run.Start(replica);
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
        foreach (var replica in home.Replicas.Reverse())
        {
            await processes[replica].KillAsync();
        }
    }

    /// <summary>kill -9 of one.</summary>
    public Task KillAsync(Replica replica) => processes[replica].KillAsync();

    /// <summary>Tells one to end in good order, as Kubernetes does, and starts it again.</summary>
    /// <returns>With what exit code it ended.</returns>
    public async Task<int> RestartAsync(Replica replica)
    {
        home.Sidecars.Withdraw(replica);
        await processes[replica].SignalAsync("TERM");
        var code = await processes[replica].WaitForExitAsync(EndLimit);
        await processes[replica].DisposeAsync();
        Start(replica);
        await ReadyAsync(replica);
        home.Sidecars.Restore(replica);
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

    private void Start(Replica replica) =>
        processes[replica] = ChildProcess.Start(Programs.Dotnet, [Programs.Service(replica.Service)], home.EnvironmentOf(replica));

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
