namespace OptiId.Scim;

/// <summary>Who may change an attribute (RFC 7643 section 7).</summary>
public enum Mutability
{
    /// <summary>Clients read and write it.</summary>
    ReadWrite,

    /// <summary>Only the service sets it.</summary>
    ReadOnly,

    /// <summary>Set when its value comes into being, never changed after.</summary>
    Immutable,

    /// <summary>Clients write it and never see it.</summary>
    WriteOnly,
}
