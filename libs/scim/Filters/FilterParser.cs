namespace OptiId.Scim;

/// <summary>Reads filters: the whole grammar of RFC 7644 section 3.4.2.2.</summary>
public static class FilterParser
{
    /// <summary>
    /// Reads a filter. Operators, attribute names and URNs in any letter case; values are JSON. Besides the RFC's
    /// grammar it takes Entra's <c>emails[type eq "work"].value eq "x"</c>, the resource type's aliases, and "True" and
    /// "False" for boolean attributes.
    /// </summary>
    /// <param name="text">The filter, already URL-decoded.</param>
    /// <param name="type">Whose attributes it names.</param>
    /// <returns>The filter; each of its comparisons fits the attribute's type.</returns>
    /// <exception cref="ScimRefusedException">
    /// invalidFilter: empty, malformed, too long, too deep, too many comparisons (<see cref="ScimLimits"/>), an unknown
    /// attribute, an attribute that is never returned, or an operator or value that doesn't fit the attribute.
    /// </exception>
    public static Filter Parse(string text, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(type);
        return new FilterGrammar(text, type).ParseFilter();
    }
}
