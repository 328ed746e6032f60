namespace OptiId.Scim;

/// <summary>What a string has to look like beyond its data type.</summary>
internal enum ValueFormat
{
    /// <summary>Any text without NUL.</summary>
    Text,

    /// <summary>A name with a comparison form that isn't blank (P32).</summary>
    Name,

    /// <summary>An e-mail address (P6).</summary>
    EmailAddress,
}
