using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>Waits for the store with a clear line, and refuses to run on one that could lose what was answered (P29).</summary>
internal sealed class StoreStartup(DurabilityCheck check, StoreConnection connection, ILogger<StoreStartup> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(500); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                var problems = await check.FindProblemsAsync();
                foreach (var problem in problems)
                {
                    DefaultsLog.Undurable(logger, problem);
                }

                if (problems.Count > 0)
                {
                    throw new SettingsException(string.Join(' ', problems));
                }

                return;
            }
            catch (Exception e) when (StoreSession.IsAway(e))
            {
                DefaultsLog.WaitingForStore(logger, connection.Address, e.Message);
                await Task.Delay(wait, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
