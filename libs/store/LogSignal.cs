using System.Threading.Channels;

namespace OptiId.Store;

/// <summary>Tells a service's own relay which partitions' logs have grown, so that it needn't look at all of them all the time.</summary>
public sealed class LogSignal
{
    private readonly Channel<int> partitions = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
    private readonly int[] pending = new int[Partition.Count];

    /// <summary>A partition's log has grown. Cheap, never blocks; a partition waits in the channel at most once.</summary>
    public void Grown(int partition)
    {
        if (Interlocked.Exchange(ref pending[partition], 1) == 0)
        {
            partitions.Writer.TryWrite(partition);
        }
    }

    /// <summary>Waits for the next partition that has grown.</summary>
    public async ValueTask<int> NextAsync(CancellationToken cancellation)
    {
        var partition = await partitions.Reader.ReadAsync(cancellation);
        Volatile.Write(ref pending[partition], 0);
        return partition;
    }
}
