using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Api;

/// <summary>How many tokens that are nobody's an address may show: each is asked for at the tokens service, and each could be a guess.</summary>
internal sealed class WrongTokens(IOptions<AdminCenterOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(from =>
        RateLimitPartition.GetTokenBucketLimiter(from, _ => new()
        {
            // As many a minute as at once: one after the other where they are few, else a second's worth each second.
            TokenLimit = options.Value.ApiWrongTokens,
            TokensPerPeriod = Math.Max(1, options.Value.ApiWrongTokens / 60),
            ReplenishmentPeriod = options.Value.ApiWrongTokens < 60 ? TimeSpan.FromMinutes(1) / options.Value.ApiWrongTokens : TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>One more that is nobody's.</summary>
    public void Count(IPAddress? from) => limiter.AttemptAcquire(from ?? IPAddress.None).Dispose();

    /// <summary>An address must not have shown too many of them.</summary>
    /// <exception cref="RefusedException">BUSY: it has.</exception>
    public void Demand(IPAddress? from)
    {
        using var lease = limiter.AttemptAcquire(from ?? IPAddress.None, permitCount: 0);
        if (!lease.IsAcquired)
        {
            throw new RefusedException(Reason.Busy, "Too many tokens came from your address that aren't valid. Wait as long as Retry-After says.");
        }
    }

    public void Dispose() => limiter.Dispose();
}
