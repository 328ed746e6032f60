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
        return new FilterGrammar(text, type, others: []).ParseFilter();
    }

    /// <summary>
    /// Reads a filter that is asked of several types at once, for one of them: what only other types have counts as being without a value
    /// (RFC 7644 section 3.4.2.1).
    /// </summary>
    /// <param name="text">The filter.</param>
    /// <param name="type">The type that it is read for.</param>
    /// <param name="types">All types that are asked.</param>
    /// <param name="filter">What is left to hold resources of the type against; null: all of them match.</param>
    /// <returns>False where no resource of the type can match.</returns>
    /// <exception cref="ScimRefusedException">invalidFilter: as <see cref="Parse"/>; an attribute that none of the types has.</exception>
    public static bool ParseAmong(
        string text, ResourceTypeDefinition type, IReadOnlyList<ResourceTypeDefinition> types, out Filter? filter)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(types);
        var folded = Filter.Constant.Fold(new FilterGrammar(text, type, [.. types.Where(other => other != type)]).ParseFilter());
        filter = folded is Filter.Constant ? null : folded;
        return folded is not Filter.Constant { Holds: false };
    }
}
