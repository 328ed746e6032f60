using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Holds filters against resources (RFC 7644 section 3.4.2.2).</summary>
public static class FilterEvaluator
{
    /// <summary>
    /// Whether a resource meets a filter. On a multi-valued attribute any value may. Text is compared by the
    /// attribute's <c>caseExact</c>: by ordinal, or in P32's form; instants by time. Where the RFC leaves it open: an
    /// attribute without a value isn't equal to anything, so <c>ne</c> holds, and <c>eq null</c> is <c>not pr</c>.
    /// Many stored resources are held against a filter by <see cref="DocumentFilter"/>, which means the same.
    /// </summary>
    /// <param name="filter">The filter, parsed for the resource's type.</param>
    /// <param name="resource">The resource in the schema's spelling, as <see cref="ResourceReader"/> gives it.</param>
    /// <param name="type">Its type.</param>
    /// <returns>True where it does.</returns>
    public static bool Matches(Filter filter, JsonObject resource, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(type);
        return Matches(filter, resource);
    }

    /// <summary>Whether a resource, or a value of a multi-valued attribute, meets a filter.</summary>
    internal static bool Matches(Filter filter, JsonNode owner) => Matches(filter, new TreeValue(owner));

    /// <summary>Whether an object meets a filter.</summary>
    internal static bool Matches<TValue>(Filter filter, TValue owner)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct => filter switch
        {
            Filter.And both => Matches(both.Left, owner) && Matches(both.Right, owner),
            Filter.Or either => Matches(either.Left, owner) || Matches(either.Right, owner),
            Filter.Not not => !Matches(not.Operand, owner),
            Filter.Comparison comparison => MatchesComparison(comparison, owner),
            Filter.Present present => IsPresent(owner, present.Path),
            Filter.ValuePath valuePath => MatchesAnyValue(valuePath, owner),
            _ => false,
        };

    private static TValue Find<TValue>(TValue owner, AttributePath path)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct =>
        path.Attribute.IsElement ? owner : (path.Schema is null ? owner : owner.FindExtension(path.Schema)).Find(path.Attribute);

    private static bool MatchesAnyValue<TValue>(Filter.ValuePath valuePath, TValue owner)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct
    {
        var values = Find(owner, valuePath.Path);
        if (!values.IsArray)
        {
            return values.IsObject && Matches(valuePath.Inner, values);
        }

        var areSimple = valuePath.Path.Attribute.ElementValue is not null;
        var position = 0;
        while (values.TryNext(ref position, out var element))
        {
            if ((areSimple || element.IsObject) && Matches(valuePath.Inner, element))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesComparison<TValue>(Filter.Comparison comparison, TValue owner)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct
    {
        var wantsDifference = comparison.Operator == ComparisonOperator.NotEqual;
        if (comparison.Value.Kind == FilterValueKind.Null)
        {
            return IsPresent(owner, comparison.Path) == wantsDifference;
        }

        var values = Find(owner, comparison.Path);
        if (!values.IsArray)
        {
            // Between brackets the owner is the element, and the path names its part.
            return ValueComparison.Matches(comparison, Part(comparison.Path, values), ofAnElement: comparison.Path.SubAttribute is null);
        }

        var position = 0;
        while (values.TryNext(ref position, out var element))
        {
            if (ValueComparison.Matches(comparison, Part(comparison.Path, element), ofAnElement: true))
            {
                return true;
            }
        }

        return position == 0 && wantsDifference;
    }

    private static bool IsPresent<TValue>(TValue owner, AttributePath path)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct
    {
        var values = Find(owner, path);
        if (!values.IsArray)
        {
            return Part(path, values).HasContent;
        }

        var position = 0;
        while (values.TryNext(ref position, out var element))
        {
            if (Part(path, element).HasContent)
            {
                return true;
            }
        }

        return false;
    }

    private static TValue Part<TValue>(AttributePath path, TValue value)
        where TValue : struct, IFilteredValue<TValue>, allows ref struct =>
        path.SubAttribute is null ? value : value.Find(path.SubAttribute);
}
