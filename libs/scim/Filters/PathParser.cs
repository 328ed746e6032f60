namespace OptiId.Scim;

/// <summary>Reads the <c>path</c> of a PATCH operation (RFC 7644 section 3.5.2, figure 7).</summary>
public static class PathParser
{
    /// <summary>Reads a path: <c>userName</c>, <c>name.familyName</c>, <c>emails[type eq "work"].value</c>, any with a URN.</summary>
    /// <param name="text">The path, names in any letter case.</param>
    /// <param name="type">Whose attributes it names.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ScimRefusedException">
    /// invalidPath: empty, malformed, too long, or an unknown attribute. invalidFilter: what stands in the brackets is
    /// not a filter on the attribute's values.
    /// </exception>
    public static AttributePath Parse(string text, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(type);

        // Most paths are plain names.
        return type.TryFindAttribute(text, out var plain) ? plain : new FilterGrammar(text, type, others: []).ParsePath();
    }
}
