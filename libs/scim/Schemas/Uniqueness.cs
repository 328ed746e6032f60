namespace OptiId.Scim;

/// <summary>Among what a value is unique (RFC 7643 section 7).</summary>
public enum Uniqueness
{
    /// <summary>Among nothing.</summary>
    None,

    /// <summary>Among the resources of the organization.</summary>
    Server,

    /// <summary>Everywhere.</summary>
    Global,
}
