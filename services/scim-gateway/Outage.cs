using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>How long each service behind the gateway has been away: a short outage is answered with 429, a long one with 503 (P31).</summary>
internal sealed class Outage(IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> since = [];

    /// <summary>The service answered, be it with a refusal.</summary>
    public void Over(string service) => since.TryRemove(service, out _);

    /// <summary>The service didn't answer.</summary>
    /// <returns>Whether it hasn't for so long that the end isn't in sight.</returns>
    public bool IsLong(string service)
    {
        var now = time.GetTimestamp();
        return time.GetElapsedTime(since.GetOrAdd(service, now), now) > TimeSpan.FromSeconds(options.Value.LongOutageSeconds);
    }
}
