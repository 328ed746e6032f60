using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Ready means: the store answers reads, for every partition when the service comes up, for some later on. So a replica that can't reach a master of a Redis
/// Cluster never takes part, and a master that is away takes its own organizations along and nobody else's. Not the PING alone: a Redis with a full disk
/// refuses PING and still serves reads.
/// </summary>
internal sealed class StoreReadyCheck(StoreSession session) : IHealthCheck
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3); // whoever asks hangs up after five

    private volatile bool hasReachedAll;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Partition.Count).Select(AnswersAsync));
        var away = answers.Count(isThere => !isThere);
        if (away == 0)
        {
            hasReachedAll = true;
            return HealthCheckResult.Healthy();
        }

        var problem = $"The store does not answer for {away} of {Partition.Count} partitions.";
        return hasReachedAll && away < Partition.Count ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Unhealthy(problem);
    }

    private async Task<bool> AnswersAsync(int partition)
    {
        try
        {
            await session.Reads.KeyExistsAsync(session.Keys.Of(partition, "ready")).WaitAsync(LongestWait);
            return true;
        }
        catch (Exception e) when (StoreSession.IsAway(e) || e is TimeoutException)
        {
            return false;
        }
    }
}
