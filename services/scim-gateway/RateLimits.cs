using System.Diagnostics;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>A bucket of requests for each organization, so that one cannot slow another down (P31).</summary>
internal sealed class RateLimits : IDisposable
{
    // How often buckets are filled up.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly PartitionedRateLimiter<string>? limiter;

    public RateLimits(IOptions<GatewayOptions> options)
    {
        var settings = options.Value;
        if (settings.RequestsPerSecond > 0)
        {
            limiter = PartitionedRateLimiter.Create<string, string>(organizationId => RateLimitPartition.GetTokenBucketLimiter(organizationId, _ => new()
            {
                TokenLimit = settings.RequestBurst,
                TokensPerPeriod = Math.Max(1, settings.RequestsPerSecond * (int)Period.TotalMilliseconds / 1_000),
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
        }
    }

    /// <summary>Takes one request from the organization's bucket.</summary>
    /// <exception cref="ScimErrorException">429: the bucket is empty.</exception>
    public void Take(string organizationId)
    {
        if (!TryTake(organizationId))
        {
            throw ScimErrors.TooManyRequests(1);
        }
    }

    /// <summary>Takes one, or waits for it. Nobody queues: a single request that comes in between is served as ever.</summary>
    /// <param name="organizationId">Whose bucket.</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ScimErrorException">429: nothing came in time.</exception>
    public async ValueTask TakeAsync(string organizationId, TimeSpan patience, CancellationToken cancellation)
    {
        for (var started = Stopwatch.GetTimestamp(); !TryTake(organizationId);)
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                throw ScimErrors.TooManyRequests(1);
            }

            await Task.Delay(Period, cancellation);
        }
    }

    public void Dispose() => limiter?.Dispose();

    private bool TryTake(string organizationId)
    {
        using var lease = limiter?.AttemptAcquire(organizationId);
        return lease is not { IsAcquired: false };
    }
}
