using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>Waits for the store with a clear line, and refuses to run on one that could lose what was answered (P29).</summary>
internal sealed class StoreStartup(DurabilityCheck check, IOptions<StoreOptions> options, ILogger<StoreStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
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
                    throw new InvalidOperationException(string.Join(' ', problems));
                }

                return;
            }
            catch (Exception e) when (StoreSession.IsAway(e))
            {
                DefaultsLog.WaitingForStore(logger, options.Value.Connection);
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
