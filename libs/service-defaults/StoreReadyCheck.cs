using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>Ready means: the store answers reads. Not the PING alone: a Redis with a full disk refuses PING and still serves reads.</summary>
internal sealed class StoreReadyCheck(StoreSession session) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await session.Reads.KeyExistsAsync(session.Keys.Of(0, "ready"));
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (StoreSession.IsAway(e))
        {
            return HealthCheckResult.Unhealthy("The store does not answer.");
        }
    }
}
