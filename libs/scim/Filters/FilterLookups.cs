namespace OptiId.Scim;

/// <summary>What an index can answer of a filter.</summary>
public static class FilterLookups
{
    /// <summary>
    /// Finds an equality that every match must meet: one that stands alone or under <c>and</c> only, also inside the
    /// brackets of a value path (<c>emails[type eq "work" and value eq "x"]</c>). What the index finds still has to be
    /// held against the whole filter.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="attributePath">
    /// The indexed attribute in any letter case: <c>userName</c>, <c>id</c>, <c>externalId</c>, <c>emails.value</c>,
    /// <c>displayName</c>, <c>members.value</c>, ….
    /// </param>
    /// <param name="value">The value as the filter wrote it; the index compares by its own form.</param>
    /// <returns>False where the filter has none, so that the index can't help.</returns>
    public static bool TryFindEquality(Filter filter, string attributePath, out string value)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(attributePath);
        switch (filter)
        {
            case Filter.And both:
                return TryFindEquality(both.Left, attributePath, out value)
                    || TryFindEquality(both.Right, attributePath, out value);
            case Filter.Comparison comparison:
                return TryTake(comparison, comparison.Path.Is(attributePath), out value);
            case Filter.ValuePath valuePath:
                return TryFindInside(valuePath.Inner, valuePath.Path, attributePath, out value);
            default:
                value = string.Empty;
                return false;
        }
    }

    private static bool TryFindInside(Filter inner, AttributePath outer, string attributePath, out string value)
    {
        switch (inner)
        {
            case Filter.And both:
                return TryFindInside(both.Left, outer, attributePath, out value)
                    || TryFindInside(both.Right, outer, attributePath, out value);
            case Filter.Comparison comparison:
                var whole = outer with { SubAttribute = comparison.Path.Attribute };
                return TryTake(comparison, whole.Is(attributePath), out value);
            default:
                value = string.Empty;
                return false;
        }
    }

    private static bool TryTake(Filter.Comparison comparison, bool isWanted, out string value)
    {
        var fits = isWanted
            && comparison.Operator == ComparisonOperator.Equal
            && comparison.Value.Kind == FilterValueKind.Text;
        value = fits ? comparison.Value.Text : string.Empty;
        return fits;
    }
}
