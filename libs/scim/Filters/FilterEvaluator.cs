using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Holds filters against resources (RFC 7644 section 3.4.2.2).</summary>
public static class FilterEvaluator
{
    /// <summary>
    /// Whether a resource meets a filter. On a multi-valued attribute any value may. Text is compared by the
    /// attribute's <c>caseExact</c>: by ordinal, or in P32's form; instants by time. Where the RFC leaves it open: an
    /// attribute without a value isn't equal to anything, so <c>ne</c> holds, and <c>eq null</c> is <c>not pr</c>.
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

    /// <summary>Whether an object, a resource or a value of a complex attribute, meets a filter.</summary>
    internal static bool Matches(Filter filter, JsonObject owner) => filter switch
    {
        Filter.And both => Matches(both.Left, owner) && Matches(both.Right, owner),
        Filter.Or either => Matches(either.Left, owner) || Matches(either.Right, owner),
        Filter.Not not => !Matches(not.Operand, owner),
        Filter.Comparison comparison => MatchesComparison(comparison, owner),
        Filter.Present present => IsPresent(owner, present.Path),
        Filter.ValuePath valuePath => MatchesAnyValue(valuePath, owner),
        _ => false,
    };

    private static JsonNode? Find(JsonObject owner, AttributePath path)
    {
        var holder = path.Schema is null ? owner : owner[path.Schema] as JsonObject;
        return holder?[path.Attribute.Name];
    }

    private static bool MatchesAnyValue(Filter.ValuePath valuePath, JsonObject owner)
    {
        switch (Find(owner, valuePath.Path))
        {
            case JsonArray values:
                foreach (var element in values)
                {
                    if (element is JsonObject json && Matches(valuePath.Inner, json))
                    {
                        return true;
                    }
                }

                return false;
            case JsonObject json:
                return Matches(valuePath.Inner, json);
            default:
                return false;
        }
    }

    private static bool MatchesComparison(Filter.Comparison comparison, JsonObject owner)
    {
        var wantsDifference = comparison.Operator == ComparisonOperator.NotEqual;
        if (comparison.Value.Kind == FilterValueKind.Null)
        {
            return IsPresent(owner, comparison.Path) == wantsDifference;
        }

        var node = Find(owner, comparison.Path);
        if (node is not JsonArray values)
        {
            return MatchesPart(comparison, node);
        }

        foreach (var element in values)
        {
            if (MatchesPart(comparison, element))
            {
                return true;
            }
        }

        return values.Count == 0 && wantsDifference;
    }

    private static bool MatchesPart(Filter.Comparison comparison, JsonNode? node)
    {
        var leaf = comparison.Path.SubAttribute is { } subAttribute ? (node as JsonObject)?[subAttribute.Name] : node;
        return ValueComparison.Matches(comparison, leaf);
    }

    private static bool IsPresent(JsonObject owner, AttributePath path)
    {
        var node = Find(owner, path);
        if (path.SubAttribute is not { } subAttribute)
        {
            return HasContent(node);
        }

        if (node is not JsonArray values)
        {
            return HasContent((node as JsonObject)?[subAttribute.Name]);
        }

        foreach (var element in values)
        {
            if (HasContent((element as JsonObject)?[subAttribute.Name]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasContent(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return false;
            case JsonArray values:
                foreach (var element in values)
                {
                    if (HasContent(element))
                    {
                        return true;
                    }
                }

                return false;
            case JsonObject json:
                foreach (var part in json)
                {
                    if (HasContent(part.Value))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return !JsonText.TryRead(node, out var text) || text.Length > 0;
        }
    }
}
