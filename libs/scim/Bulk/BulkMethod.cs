namespace OptiId.Scim;

/// <summary>What a bulk operation does (RFC 7644 section 3.7).</summary>
public enum BulkMethod
{
    /// <summary>None that bulk knows; the operation is refused.</summary>
    None,

    /// <summary>Creates a resource.</summary>
    Post,

    /// <summary>Replaces a resource.</summary>
    Put,

    /// <summary>Changes a resource.</summary>
    Patch,

    /// <summary>Deletes a resource.</summary>
    Delete,
}
