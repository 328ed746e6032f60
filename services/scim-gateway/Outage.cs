using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>How long something behind the gateway has been away: a short outage is answered with 429, a long one with 503 (P31).</summary>
internal sealed class Outage(IOptions<GatewayOptions> options, TimeProvider time)
{
    private long since;

    /// <summary>A call went through.</summary>
    public void Over()
    {
        if (Volatile.Read(ref since) != 0)
        {
            Volatile.Write(ref since, 0);
        }
    }

    /// <summary>A call didn't.</summary>
    /// <returns>Whether none has for so long that the end isn't in sight.</returns>
    public bool IsLong()
    {
        var now = time.GetTimestamp();
        var began = Interlocked.CompareExchange(ref since, now, 0);
        return began != 0 && time.GetElapsedTime(began, now) > TimeSpan.FromSeconds(options.Value.LongOutageSeconds);
    }
}
