namespace OptiId.Events;

/// <summary>An <see cref="Announcement"/> as MassTransit carries it.</summary>
public sealed record ChangeAnnounced
{
    /// <summary>Whose log.</summary>
    public required string Source { get; init; }

    /// <summary>The partition.</summary>
    public required int Partition { get; init; }

    /// <summary>The log's numbering life.</summary>
    public required string Epoch { get; init; }

    /// <summary>The entry as protobuf.</summary>
    public required byte[] Change { get; init; }
}
