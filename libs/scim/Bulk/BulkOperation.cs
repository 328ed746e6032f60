namespace OptiId.Scim;

/// <summary>One operation of a bulk request, checked but not yet run (RFC 7644 section 3.7).</summary>
public sealed class BulkOperation
{
    /// <summary>Its place among the request's operations, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it does.</summary>
    public BulkMethod Method { get; init; }

    /// <summary>The client's name for it, to be returned with the answer; null where it has none.</summary>
    public string? BulkId { get; init; }

    /// <summary>What it acts on; null where the path wasn't understood, and the operation is refused.</summary>
    public BulkPath? Path { get; init; }

    /// <summary>The entity tag that the resource must still have (RFC 7644 section 3.14); null for any.</summary>
    public string? Version { get; init; }

    /// <summary>Why it can't be run whatever the others do; null where it can.</summary>
    public BulkRefusal? Refusal { get; init; }

    /// <summary>How many bytes its <c>data</c> has.</summary>
    public int DataLength => Data.Length;

    /// <summary>The bytes of its <c>data</c>, in the body that was read: a JSON object, or empty for DELETE.</summary>
    internal ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The operations that create what its path and data refer to, in the request's order, each once.</summary>
    internal IReadOnlyList<int> References { get; init; } = [];
}
