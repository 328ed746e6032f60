using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OptiId.ScimGateway;

/// <summary>
/// Takes what was noted of a request, after it is answered, for the provisioning log's writer. Never waits: what comes faster than it can be
/// written is counted and left out, so that the log never slows a SCIM request down (P26).
/// </summary>
internal sealed class RequestRecorder
{
    /// <summary>How many requests may wait for the writer.</summary>
    public const int Capacity = 10_000;

    /// <summary>How many bytes of bodies may wait; beyond that requests are logged without theirs.</summary>
    public const int MaximumWaitingBytes = 32 * 1024 * 1024;

    private readonly Channel<Exchange> channel = Channel.CreateBounded<Exchange>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentDictionary<string, long> lost = [];
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

        if (Interlocked.Read(ref waitingBytes) > MaximumWaitingBytes)
        {
            exchange.DropBodies();
        }

        var weight = exchange.Weight;
        Interlocked.Add(ref waitingBytes, weight);
        if (!channel.Writer.TryWrite(exchange))
        {
            Interlocked.Add(ref waitingBytes, -weight);
            CountLost(caller.OrganizationId, 1);
        }
    }

    /// <summary>The writer has taken it.</summary>
    public void Taken(Exchange exchange) => Interlocked.Add(ref waitingBytes, -exchange.Weight);

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
}
