namespace OptiId.Scim;

/// <summary>What a PATCH operation does (RFC 7644 section 3.5.2).</summary>
public enum PatchOp
{
    /// <summary>Section 3.5.2.1.</summary>
    Add,

    /// <summary>Section 3.5.2.2.</summary>
    Remove,

    /// <summary>Section 3.5.2.3.</summary>
    Replace,
}
