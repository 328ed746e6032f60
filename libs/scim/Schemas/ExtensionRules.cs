namespace OptiId.Scim;

/// <summary>What an operator's extension has to be so that this service can keep what its schema says (P30).</summary>
internal static class ExtensionRules
{
    // A request without a path takes so many attributes at once.
    private const int MaximumAttributes = ScimLimits.MaximumAttributesInOneOperation;

    /// <summary>Refuses an extension that can't be kept.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="file">What the file says.</param>
    /// <param name="others">The schemas that are there already.</param>
    /// <exception cref="SchemaFileException">It can't.</exception>
    public static void Check(string path, SchemaFile file, IReadOnlyList<SchemaFile> others)
    {
        if (Fault(file, others) is { } reason)
        {
            throw new SchemaFileException(path, reason);
        }
    }

    private static string? Fault(SchemaFile file, IReadOnlyList<SchemaFile> others)
    {
        var urn = file.Schema.Id;
        if (!IsUrn(urn))
        {
            return $"\"id\" {Excerpt.Of(urn)} is no URN: urn:, a name space, a colon and more; letters, digits and -._:/ only.";
        }

        foreach (var other in others)
        {
            if (string.Equals(other.Schema.Id, urn, StringComparison.OrdinalIgnoreCase))
            {
                return $"the URN {urn} is taken by another schema; letter case doesn't count.";
            }

            // User:x would be read as the attribute x of User.
            if (Begins(urn, other.Schema.Id) || Begins(other.Schema.Id, urn))
            {
                return $"the URN {urn} and {other.Schema.Id} can't be told apart in a path: one is the other with a colon and more.";
            }
        }

        return FaultOfType(file) ?? (file.Schema.Attributes.Count > MaximumAttributes
            ? $"it has more than {MaximumAttributes} attributes."
            : file.Schema.Attributes.SelectMany(attribute => attribute.SubAttributes.Prepend(attribute)).Select(Fault).FirstOrDefault(reason => reason is not null));
    }

    private static string? FaultOfType(SchemaFile file) => file.Extends switch
    {
        "User" => null,
        "Group" => "it extends Group, and the groups service keeps no document: only User can be extended.",
        null => "it lacks \"extends\": \"User\".",
        _ => $"it extends {Excerpt.Of(file.Extends)}, which is no resource type: only User can be extended.",
    };

    private static string? Fault(AttributeDefinition attribute) => attribute switch
    {
        { Uniqueness: not Uniqueness.None } => $"{attribute} has a uniqueness other than none, which this service can't enforce.",
        { Mutability: Mutability.ReadOnly } => $"{attribute} is readOnly, and nothing here would ever set it.",
        { Mutability: Mutability.WriteOnly } or { Returned: Returned.Never } => $"{attribute} is never returned, and what is never returned isn't stored here (P6).",
        { Name: "primary", Type: not AttributeType.Boolean } when attribute.FullName != attribute.Name => $"{attribute} has to be a boolean (RFC 7643 section 2.4).",
        { CanonicalValues.Count: > 0, Type: not AttributeType.String } => $"{attribute} has canonicalValues and isn't a string.",
        { ReferenceTypes.Count: > 0, Type: not AttributeType.Reference } => $"{attribute} has referenceTypes and isn't a reference.",
        _ => null,
    };

    private static bool Begins(string urn, string other) =>
        urn.Length > other.Length && urn[other.Length] == ':' && urn.StartsWith(other, StringComparison.OrdinalIgnoreCase);

    // No character that a JSON writer would escape: documents are searched for the URN as it is.
    private static bool IsUrn(string text)
    {
        var parts = text.Split(':');
        return parts.Length > 2 && parts.All(part => part.Length > 0)
            && parts[0].Equals("urn", StringComparison.OrdinalIgnoreCase)
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or ':' or '/');
    }
}
