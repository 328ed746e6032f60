namespace OptiId.Scim;

/// <summary>Holds a comparison to its attribute's type, so that evaluating it needs no second look.</summary>
internal static class FilterTyping
{
    /// <summary>Makes a comparison.</summary>
    /// <param name="path">What is compared.</param>
    /// <param name="comparison">How.</param>
    /// <param name="value">With what, as the filter wrote it.</param>
    /// <returns>The comparison with the value in the attribute's type.</returns>
    /// <exception cref="ScimRefusedException">invalidFilter: operator or value doesn't fit the type.</exception>
    public static Filter.Comparison Compare(AttributePath path, ComparisonOperator comparison, FilterValue value)
    {
        var attribute = path.Target;
        if (attribute.Type == AttributeType.Complex)
        {
            throw Refuse($"{attribute} has parts: compare one of them, such as {attribute}.{attribute.SubAttributes[0].Name}.");
        }

        if (!comparison.Fits(attribute.Type))
        {
            throw Refuse($"{attribute} can't be compared with {comparison.Keyword()}: its type is {attribute.Type}.");
        }

        if (value.Kind == FilterValueKind.Null)
        {
            return comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual
                ? new Filter.Comparison(path, comparison, value)
                : throw Refuse($"{attribute} can be compared with null by eq and ne only.");
        }

        return new Filter.Comparison(path, comparison, Convert(attribute, value));
    }

    private static FilterValue Convert(AttributeDefinition attribute, FilterValue value)
    {
        var expected = attribute.Type switch
        {
            AttributeType.Boolean => FilterValueKind.Boolean,
            AttributeType.Integer or AttributeType.Decimal => FilterValueKind.Number,
            _ => FilterValueKind.Text,
        };

        // Entra writes emails[primary eq "True"].
        if (expected == FilterValueKind.Boolean && value.Kind == FilterValueKind.Text && bool.TryParse(value.Text, out var flag))
        {
            return FilterValue.Of(flag);
        }

        if (value.Kind != expected)
        {
            throw Refuse(expected == FilterValueKind.Text
                ? $"{attribute} is compared with a text in double quotes."
                : $"{attribute} is compared with a {expected} without quotes.");
        }

        return attribute.Type == AttributeType.DateTime && !ScimInstant.TryParse(value.Text, out _)
            ? throw Refuse($"{attribute} is compared with an instant such as \"2026-01-31T12:00:00Z\".")
            : value;
    }

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidFilter, detail);
}
