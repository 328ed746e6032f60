namespace OptiId.Scim;

/// <summary>The error keywords of RFC 7644 table 9 and RFC 9865 section 2.1.</summary>
public enum ScimType
{
    /// <summary>No keyword fits; the error body has no <c>scimType</c>.</summary>
    None,

    /// <summary>The filter is malformed or names something that can't be filtered on.</summary>
    InvalidFilter,

    /// <summary>The request asks for more than the service handles at once.</summary>
    TooMany,

    /// <summary>A value that has to be unique is taken.</summary>
    Uniqueness,

    /// <summary>The change isn't compatible with the attribute's mutability.</summary>
    Mutability,

    /// <summary>The body isn't the JSON, or hasn't the structure, that the request needs.</summary>
    InvalidSyntax,

    /// <summary>The path of a PATCH operation is malformed or names an unknown attribute.</summary>
    InvalidPath,

    /// <summary>The path of a PATCH operation points at nothing.</summary>
    NoTarget,

    /// <summary>A required value is missing, or a value doesn't fit its attribute.</summary>
    InvalidValue,

    /// <summary>The SCIM protocol version isn't supported.</summary>
    InvalidVers,

    /// <summary>The request can't be answered because sensitive data would stand in its URL.</summary>
    Sensitive,

    /// <summary>The cursor isn't one of this query's (RFC 9865).</summary>
    InvalidCursor,

    /// <summary>The cursor is too old (RFC 9865).</summary>
    ExpiredCursor,

    /// <summary>The page size isn't allowed here (RFC 9865).</summary>
    InvalidCount,
}
