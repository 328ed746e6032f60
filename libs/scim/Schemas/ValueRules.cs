using System.Collections.Frozen;

namespace OptiId.Scim;

/// <summary>What this product asks of an attribute's values that a SCIM schema has no word for.</summary>
/// <param name="MaximumLength">Length of a string value.</param>
/// <param name="MaximumValues">How many values a multi-valued attribute may have.</param>
/// <param name="Format">What a string has to look like.</param>
internal sealed record ValueRules(
    int MaximumLength = ScimLimits.MaximumStringLength,
    int MaximumValues = ScimLimits.MaximumValues,
    ValueFormat Format = ValueFormat.Text)
{
    /// <summary>The rules where nothing else is said.</summary>
    public static readonly ValueRules Text = new();

    private static readonly ValueRules Reference = new(ScimLimits.MaximumReferenceLength);
    private static readonly ValueRules Binary = new(ScimLimits.MaximumBinaryLength);
    private static readonly ValueRules ShortText = new(ScimLimits.MaximumNameLength);

    private static readonly FrozenDictionary<string, ValueRules> Special = new Dictionary<string, ValueRules>
    {
        [ScimSchemas.UserUrn + ":userName"] = new(ScimLimits.MaximumUserNameLength, Format: ValueFormat.EmailAddress),
        [ScimSchemas.UserUrn + ":name.familyName"] = ShortText,
        [ScimSchemas.UserUrn + ":name.givenName"] = ShortText,
        [ScimSchemas.UserUrn + ":name.middleName"] = ShortText,
        [ScimSchemas.UserUrn + ":name.honorificPrefix"] = ShortText,
        [ScimSchemas.UserUrn + ":name.honorificSuffix"] = ShortText,
        [ScimSchemas.GroupUrn + ":displayName"] = new(ScimLimits.MaximumNameLength, Format: ValueFormat.Name),
        [ScimSchemas.GroupUrn + ":members"] = new(MaximumValues: ScimLimits.MaximumMembers),
        [ScimSchemas.CommonUrn + ":externalId"] = new(ScimLimits.MaximumExternalIdLength),
    }.ToFrozenDictionary();

    /// <summary>Finds the rules of an attribute.</summary>
    /// <param name="schema">The schema's URN.</param>
    /// <param name="fullName">The attribute's full name.</param>
    /// <param name="type">The attribute's data type.</param>
    /// <returns>Its own rules, or its data type's.</returns>
    public static ValueRules Of(string schema, string fullName, AttributeType type) =>
        Special.TryGetValue($"{schema}:{fullName}", out var rules) ? rules : type switch
        {
            AttributeType.Reference => Reference,
            AttributeType.Binary => Binary,
            _ => Text,
        };
}
