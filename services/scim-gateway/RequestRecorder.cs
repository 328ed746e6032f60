using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OptiId.ScimGateway;

/// <summary>
/// Takes what was noted of a request, after it is answered, for the provisioning log's writer. Never waits: what comes faster than it can be
/// written is counted and left out, so that the log never slows a SCIM request down (P26).
/// </summary>
internal sealed class RequestRecorder(TimeProvider time)
{
    /// <summary>How many requests may wait for the writer.</summary>
    public const int Capacity = 10_000;

    /// <summary>How many of them of one organization, so that it takes no other's place (P31).</summary>
    public const int CapacityOfOne = 2_000;

    /// <summary>How many bytes may wait; beyond that requests wait without their bodies, with a few KiB each.</summary>
    public const int MaximumWaitingBytes = 32 * 1024 * 1024;

    private readonly Channel<Exchange> channel = Channel.CreateBounded<Exchange>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentDictionary<string, long> lost = [];
    private readonly ConcurrentDictionary<string, int> waitingOf = [];

    // An organization over its limit may send thousands a second: one tells it.
    private readonly OncePer limited = new(TimeSpan.FromSeconds(1), time);
    private long waitingBytes;

    /// <summary>For the writer.</summary>
    public ChannelReader<Exchange> Waiting => channel.Reader;

    /// <summary>Takes a request; one that belongs to nobody (no token that ever was one) is logged nowhere.</summary>
    public void Record(Exchange exchange)
    {
        if (exchange.Caller is not { } caller)
        {
            return;
        }

        var organizationId = caller.OrganizationId;
        if (exchange.Status == StatusCodes.Status429TooManyRequests && !limited.TryTake(organizationId))
        {
            CountLost(organizationId, 1);
            return;
        }

        if (Interlocked.Read(ref waitingBytes) > MaximumWaitingBytes)
        {
            exchange.DropBodies();
        }

        var weight = exchange.Weight;
        Interlocked.Add(ref waitingBytes, weight);
        if (waitingOf.AddOrUpdate(organizationId, 1, (_, before) => before + 1) > CapacityOfOne || !channel.Writer.TryWrite(exchange))
        {
            Release(organizationId, weight);
            CountLost(organizationId, 1);
        }
    }

    /// <summary>The writer has taken it.</summary>
    public void Taken(Exchange exchange) => Release(exchange.Caller!.OrganizationId, exchange.Weight);

    /// <summary>Requests of an organization won't be in its log.</summary>
    /// <param name="organizationId">Whose log.</param>
    /// <param name="count">How many.</param>
    /// <param name="isNew">False for those that were counted before and couldn't be told.</param>
    public void CountLost(string organizationId, long count, bool isNew = true)
    {
        if (count == 0)
        {
            return;
        }

        GatewayMetrics.NotRecorded(isNew ? count : 0);
        lost.AddOrUpdate(organizationId, count, (_, before) => before + count);
    }

    /// <summary>How many were lost since this was last asked: to be told in the log.</summary>
    public long TakeLost(string organizationId) => lost.TryRemove(organizationId, out var count) ? count : 0;

    /// <summary>Nothing more comes: the gateway stops.</summary>
    public void Complete() => channel.Writer.TryComplete();

    private void Release(string organizationId, int weight)
    {
        Interlocked.Add(ref waitingBytes, -weight);
        if (waitingOf.AddOrUpdate(organizationId, 0, (_, before) => before - 1) == 0)
        {
            waitingOf.TryRemove(KeyValuePair.Create(organizationId, 0)); // where it still is
        }
    }
}
