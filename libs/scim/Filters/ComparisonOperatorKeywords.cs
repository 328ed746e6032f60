namespace OptiId.Scim;

/// <summary>How operators are written, and which types they fit.</summary>
internal static class ComparisonOperatorKeywords
{
    private static readonly string[] Keywords = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

    /// <summary>The operator in a filter's text.</summary>
    public static string Keyword(this ComparisonOperator comparison) => Keywords[(int)comparison];

    /// <summary>Reads an operator in any letter case; false for an unknown one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ComparisonOperator comparison)
    {
        for (var index = 0; index < Keywords.Length; index++)
        {
            if (text.Equals(Keywords[index], StringComparison.OrdinalIgnoreCase))
            {
                comparison = (ComparisonOperator)index;
                return true;
            }
        }

        comparison = default;
        return false;
    }

    /// <summary>Whether values of that type can be compared that way (RFC 7644 section 3.4.2.2).</summary>
    public static bool Fits(this ComparisonOperator comparison, AttributeType type) => comparison switch
    {
        ComparisonOperator.Equal or ComparisonOperator.NotEqual => type != AttributeType.Complex,
        ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith =>
            type is AttributeType.String or AttributeType.Reference,
        _ => type is not (AttributeType.Boolean or AttributeType.Binary or AttributeType.Complex),
    };
}
