using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>A bucket of requests for each organization, so that one cannot slow another down (P31).</summary>
internal sealed class RateLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string>? limiter;

    public RateLimits(IOptions<GatewayOptions> options)
    {
        var settings = options.Value;
        if (settings.RequestsPerSecond > 0)
        {
            limiter = PartitionedRateLimiter.Create<string, string>(organizationId => RateLimitPartition.GetTokenBucketLimiter(organizationId, _ => new()
            {
                TokenLimit = settings.RequestBurst,
                TokensPerPeriod = Math.Max(1, settings.RequestsPerSecond / 5),
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(200),
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
        }
    }

    /// <summary>Takes one request from the organization's bucket.</summary>
    /// <exception cref="ScimErrorException">429: the bucket is empty.</exception>
    public void Take(string organizationId)
    {
        using var lease = limiter?.AttemptAcquire(organizationId);
        if (lease is { IsAcquired: false })
        {
            throw ScimErrors.TooManyRequests(1);
        }
    }

    public void Dispose() => limiter?.Dispose();
}
