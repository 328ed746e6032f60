using System.Diagnostics;
using OptiId.LocalRunFile;

namespace OptiId.EndToEnd.Tests;

/// <summary>The six services as processes, each beside its sidecar.</summary>
internal sealed class DaprProcesses : SystemRun
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, ChildProcess> processes = [];
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
            foreach (var service in DaprHome.Services)
            {
                run.processes[service] = ChildProcess.Start(Programs.Dotnet, [Programs.Service(service)], home.EnvironmentOf(service));
            }

            await run.ReadyAsync();
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
        foreach (var service in DaprHome.Services.Reverse())
        {
            await processes[service].KillAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var process in processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        for (var started = Stopwatch.GetTimestamp(); !await AreReadyAsync(http);)
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit || processes.Values.Any(process => process.HasExited))
            {
                throw new InvalidOperationException($"Not all services became ready:\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    private async Task<bool> AreReadyAsync(HttpClient http) =>
        (await Task.WhenAll(DaprHome.Services.Select(service => IsReadyAsync(http, service)))).All(ready => ready);

    private async Task<bool> IsReadyAsync(HttpClient http, string service)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(home.HealthOf(service), "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
