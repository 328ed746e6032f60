namespace OptiId.Scim;

/// <summary>What came out of an operation (RFC 7644 section 3.7.3).</summary>
/// <param name="Operation">Which.</param>
/// <param name="Status">The HTTP status that it would have been answered with as a request of its own.</param>
public sealed record BulkResult(BulkOperation Operation, int Status)
{
    /// <summary>The address of the resource; null only where no resource is known: a failed POST, a path that leads nowhere.</summary>
    public string? Location { get; init; }

    /// <summary>The entity tag of the resource now; null after an error and after DELETE.</summary>
    public string? Version { get; init; }

    /// <summary>The body, a JSON object: required with a status other than 2xx, where it is the error body of section 3.12. Kept until it is written.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }
}
