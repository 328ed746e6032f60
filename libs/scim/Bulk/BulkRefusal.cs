namespace OptiId.Scim;

/// <summary>Why one operation fails while the others go on (RFC 7644 section 3.7.3).</summary>
/// <param name="Status">The HTTP status that the operation would have been answered with as a request of its own.</param>
/// <param name="Type">The keyword of the error body.</param>
/// <param name="Detail">What was wrong and what to do (P28).</param>
public sealed record BulkRefusal(int Status, ScimType Type, string Detail)
{
    /// <summary>The operation hasn't the structure of RFC 7644 section 3.7.</summary>
    internal static BulkRefusal Malformed(string detail) => new(400, ScimType.InvalidSyntax, detail);

    /// <summary>
    /// A reference leads nowhere. RFC 7644 names a status for this once: 409, in section 3.7.1, for references that
    /// can't be resolved after an attempt. It is 409 too where the operation that is referred to has failed: 424
    /// (RFC 4918) isn't among SCIM's codes (section 3.12, table 8), so a client need not know it.
    /// </summary>
    internal static BulkRefusal Unresolved(string detail) => new(409, ScimType.None, detail);
}
