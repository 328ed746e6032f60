namespace OptiId.Scim;

/// <summary>How a <see cref="ScimType"/> is written in an error body.</summary>
public static class ScimTypeKeywords
{
    /// <summary>Gives the keyword of RFC 7644 table 9 or RFC 9865, such as <c>invalidFilter</c>.</summary>
    /// <param name="type">The error.</param>
    /// <returns>The keyword; null for <see cref="ScimType.None"/>, where the body must not have one.</returns>
    public static string? Keyword(this ScimType type) => type switch
    {
        ScimType.InvalidFilter => "invalidFilter",
        ScimType.TooMany => "tooMany",
        ScimType.Uniqueness => "uniqueness",
        ScimType.Mutability => "mutability",
        ScimType.InvalidSyntax => "invalidSyntax",
        ScimType.InvalidPath => "invalidPath",
        ScimType.NoTarget => "noTarget",
        ScimType.InvalidValue => "invalidValue",
        ScimType.InvalidVers => "invalidVers",
        ScimType.Sensitive => "sensitive",
        ScimType.InvalidCursor => "invalidCursor",
        ScimType.ExpiredCursor => "expiredCursor",
        ScimType.InvalidCount => "invalidCount",
        _ => null,
    };
}
