namespace OptiId.Scim;

/// <summary>What indexes can answer of a filter.</summary>
public static class FilterLookups
{
    // Beyond this a scan is cheaper to reason about, and a filter has no more comparisons anyway.
    private const int MaximumAlternatives = ScimLimits.MaximumFilterComparisons;

    /// <summary>
    /// Finds questions to indexes that together find every match: an equality or prefix that stands alone, under <c>and</c>, inside the
    /// brackets of a value path (<c>emails[type eq "work" and value eq "x"]</c>), or several of them with <c>or</c> between. What the indexes
    /// find still has to be held against the whole filter.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="equalities">
    /// Attributes with an index for <c>eq</c>, the most selective first: <c>id</c>, <c>userName</c>, <c>emails.value</c>, <c>members.value</c>, ….
    /// </param>
    /// <param name="prefixes">Attributes with an index for <c>sw</c>.</param>
    /// <returns>Null where indexes can't help.</returns>
    public static IReadOnlyList<FilterLookup>? Plan(Filter filter, IReadOnlyList<string> equalities, IReadOnlyList<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(equalities);
        ArgumentNullException.ThrowIfNull(prefixes);
        return new Planner(equalities, prefixes).Plan(filter, outer: null);
    }

    private sealed class Planner(IReadOnlyList<string> equalities, IReadOnlyList<string> prefixes)
    {
        public List<FilterLookup>? Plan(Filter filter, AttributePath? outer) => filter switch
        {
            Filter.And both => Better(Plan(both.Left, outer), Plan(both.Right, outer)),
            Filter.Or either => Together(Plan(either.Left, outer), Plan(either.Right, outer)),
            Filter.Comparison { Value.Kind: FilterValueKind.Text } comparison => Find(comparison, outer),
            Filter.ValuePath valuePath => Plan(valuePath.Inner, valuePath.Path),
            _ => null,
        };

        private List<FilterLookup>? Find(Filter.Comparison comparison, AttributePath? outer)
        {
            var path = outer is null ? comparison.Path : outer with { SubAttribute = comparison.Path.Attribute };
            var indexed = comparison.Operator switch
            {
                ComparisonOperator.Equal => equalities,
                ComparisonOperator.StartsWith when comparison.Value.Text.Length > 0 => prefixes,
                _ => [],
            };
            return indexed.FirstOrDefault(name => path.Is(name)) is { } attribute
                ? [new(attribute, comparison.Operator == ComparisonOperator.StartsWith, comparison.Value.Text)]
                : null;
        }

        private List<FilterLookup>? Better(List<FilterLookup>? one, List<FilterLookup>? other)
        {
            if (one is null || other is null)
            {
                return one ?? other;
            }

            return Cost(one) <= Cost(other) ? one : other;
        }

        private static List<FilterLookup>? Together(List<FilterLookup>? one, List<FilterLookup>? other) =>
            one is null || other is null || one.Count + other.Count > MaximumAlternatives ? null : [.. one, .. other];

        // A prefix may find many; among equalities the order of the list decides, the worst alternative counting.
        private int Cost(List<FilterLookup> plan) =>
            plan.Max(lookup => lookup.IsPrefix ? equalities.Count : IndexOf(lookup.Attribute));

        private int IndexOf(string attribute)
        {
            for (var index = 0; index < equalities.Count; index++)
            {
                if (equalities[index] == attribute)
                {
                    return index;
                }
            }

            return equalities.Count;
        }
    }
}
