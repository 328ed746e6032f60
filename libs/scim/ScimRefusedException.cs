namespace OptiId.Scim;

/// <summary>
/// A request that this library refuses: the only exception that hostile input can raise. The message is the
/// <c>detail</c> of the error body (P28): it says to an Okta administrator what was wrong, where, and what to do.
/// It never holds a whole input or a value, only names of attributes, cut to a readable length.
/// </summary>
public sealed class ScimRefusedException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="type">The keyword of the error body.</param>
    /// <param name="detail">What was wrong, where, and what to do.</param>
    /// <param name="attribute">Whose value is refused, by its own name without that of the attribute it is part of.</param>
    public ScimRefusedException(ScimType type, string detail, string? attribute = null)
        : base(detail) => (Type, Attribute) = (type, attribute);

    /// <summary>The keyword of the error body (RFC 7644 section 3.12).</summary>
    public ScimType Type { get; }

    /// <summary>Whose value is refused (<c>givenName</c>); null where that isn't told.</summary>
    public string? Attribute { get; }
}
