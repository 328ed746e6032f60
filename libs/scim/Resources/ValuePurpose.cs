namespace OptiId.Scim;

/// <summary>What a value is read for.</summary>
internal enum ValuePurpose
{
    /// <summary>A whole value: a null part is no part.</summary>
    Resource,

    /// <summary>A change of a complex value: a null part ends what is there (RFC 7644 section 3.5.2.3).</summary>
    Change,
}
