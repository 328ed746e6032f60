namespace OptiId.Scim;

/// <summary>Questions about what a filter says.</summary>
public static class FilterShape
{
    /// <summary>All comparisons with an attribute, those inside the brackets of its value paths included.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="attribute">The name of an attribute of the base schema, without a sub-attribute.</param>
    /// <returns>Each comparison or <c>pr</c> with the path as it stands from the resource.</returns>
    public static IEnumerable<(AttributePath Path, Filter Leaf)> LeavesOf(Filter filter, string attribute)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Leaves(filter, outer: null)
            .Where(leaf => leaf.Path.Schema is null && leaf.Path.Attribute.Name.Equals(attribute, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How many comparisons, <c>pr</c> included, a filter holds; one for no filter.</summary>
    internal static int CountComparisons(Filter? filter) => filter is null ? 1 : Leaves(filter, outer: null).Count();

    private static IEnumerable<(AttributePath Path, Filter Leaf)> Leaves(Filter filter, AttributePath? outer) => filter switch
    {
        Filter.And both => Leaves(both.Left, outer).Concat(Leaves(both.Right, outer)),
        Filter.Or either => Leaves(either.Left, outer).Concat(Leaves(either.Right, outer)),
        Filter.Not not => Leaves(not.Operand, outer),
        Filter.ValuePath valuePath => Leaves(valuePath.Inner, valuePath.Path),
        Filter.Comparison comparison => [(Whole(comparison.Path, outer), comparison)],
        Filter.Present present => [(Whole(present.Path, outer), present)],
        _ => [],
    };

    private static AttributePath Whole(AttributePath path, AttributePath? outer) => outer is null ? path : outer with { SubAttribute = path.Attribute };
}
