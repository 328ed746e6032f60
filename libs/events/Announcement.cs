using OptiId.Events.V1;

namespace OptiId.Events;

/// <summary>One log entry on its way over the bus.</summary>
/// <param name="Source">Whose log: identity or groups.</param>
/// <param name="Partition">The partition; also the partition key where the transport has one.</param>
/// <param name="Epoch">The log's numbering life.</param>
/// <param name="Change">The entry, with its sequence.</param>
public sealed record Announcement(string Source, int Partition, string Epoch, Change Change)
{
    /// <summary>The same for every delivery of the same change (CloudEvents: id): <c>identity/17/4711</c>.</summary>
    public string Id => $"{Source}/{Partition}/{Change.Sequence}";
}
