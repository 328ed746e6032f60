using OptiId.Events.V1;

namespace OptiId.Events;

/// <summary>A source's present state, as entries that build a projection from nothing.</summary>
public interface ISnapshot
{
    /// <summary>Everything of a partition. May miss or double what changes meanwhile: the log after the position taken before it repairs that.</summary>
    IAsyncEnumerable<Change> ReadAsync(int partition, CancellationToken cancellation);
}
