namespace OptiId.Scim;

#pragma warning disable CA1720 // The names are the RFC's.

/// <summary>The data types of RFC 7643 section 2.3.</summary>
public enum AttributeType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number with a fraction.</summary>
    Decimal,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An instant, as xsd:dateTime.</summary>
    DateTime,

    /// <summary>Bytes in base64.</summary>
    Binary,

    /// <summary>A URI.</summary>
    Reference,

    /// <summary>An object of sub-attributes.</summary>
    Complex,
}
