namespace OptiId.Scim;

/// <summary>The kinds of value that a filter can compare with (RFC 7644 section 3.4.2.2, compValue).</summary>
public enum FilterValueKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text; instants, URIs and base64 are text here too.</summary>
    Text,
}
