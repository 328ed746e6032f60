namespace OptiId.Scim;

/// <summary>Every limit that this library holds input to. Lengths are in UTF-16 characters.</summary>
public static class ScimLimits
{
    /// <summary>How deep objects and arrays may be nested in a body.</summary>
    public const int MaximumJsonDepth = 32;

    /// <summary>How many values, of any kind, a body may hold.</summary>
    public const int MaximumJsonValues = 2_000_000;

    /// <summary>Length of a filter, and of a PATCH path.</summary>
    public const int MaximumFilterLength = 4_096;

    /// <summary>How deep parentheses, <c>not</c> and brackets may be nested in a filter.</summary>
    public const int MaximumFilterDepth = 20;

    /// <summary>How many comparisons, <c>pr</c> included, a filter may hold.</summary>
    public const int MaximumFilterComparisons = 50;

    /// <summary>Length of a string value where nothing else is said.</summary>
    public const int MaximumStringLength = 1_024;

    /// <summary>Length of a <c>userName</c>: the longest e-mail address that can be delivered to (RFC 5321 errata 1690).</summary>
    public const int MaximumUserNameLength = 254;

    /// <summary>Length of a group's <c>displayName</c>, and of each part of a user's <c>name</c>.</summary>
    public const int MaximumNameLength = 256;

    /// <summary>Length of an <c>externalId</c>.</summary>
    public const int MaximumExternalIdLength = 256;

    /// <summary>Length of a URI.</summary>
    public const int MaximumReferenceLength = 2_048;

    /// <summary>Length of a base64 value, such as a certificate.</summary>
    public const int MaximumBinaryLength = 16_384;

    /// <summary>How many values a multi-valued attribute may have, but for a group's members.</summary>
    public const int MaximumValues = 500;

    /// <summary>How many members one body may name.</summary>
    public const int MaximumMembers = 1_000_000;

    /// <summary>How often the paths of one PATCH may compare: values of the attribute times comparisons in the brackets, over all operations.</summary>
    public const int MaximumPatchComparisons = 1_000_000;

    /// <summary>How many attributes one PATCH operation without a path may change.</summary>
    public const int MaximumAttributesInOneOperation = 200;

    /// <summary>How many names <c>attributes</c> or <c>excludedAttributes</c> may hold.</summary>
    public const int MaximumProjectedNames = 100;

    /// <summary>Size of a whole resource, its members not counted: the characters of its names and values.</summary>
    public const int MaximumResourceLength = 65_536;
}
