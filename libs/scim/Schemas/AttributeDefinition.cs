using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OptiId.Scim;

/// <summary>
/// One attribute of a schema with all characteristics of RFC 7643 section 7. There is one instance of each, so two are
/// the same attribute where they are the same object.
/// </summary>
public sealed class AttributeDefinition
{
    private FrozenDictionary<string, AttributeDefinition>.AlternateLookup<ReadOnlySpan<char>> byName;
    private FrozenDictionary<string, AttributeDefinition> index = FrozenDictionary<string, AttributeDefinition>.Empty;

    /// <summary>The name in the schema's spelling. Clients may write it in any letter case.</summary>
    public required string Name
    {
        get;
        init
        {
            field = value;
            Utf8Name = Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>The name with its parent's before it, such as <c>name.familyName</c>: what refusals call it.</summary>
    public required string FullName { get; init; }

    /// <summary>The data type.</summary>
    public required AttributeType Type { get; init; }

    /// <summary>Whether the value is an array.</summary>
    public bool MultiValued { get; init; }

    /// <summary>What the attribute means.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Whether a resource, or an element of a multi-valued attribute, can't do without it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether letter case counts when values are compared; where it doesn't, P32's form is compared.</summary>
    public bool CaseExact { get; init; }

    /// <summary>Who may change it.</summary>
    public Mutability Mutability { get; init; }

    /// <summary>When it is part of an answer.</summary>
    public Returned Returned { get; init; }

    /// <summary>Among what a value is unique.</summary>
    public Uniqueness Uniqueness { get; init; }

    /// <summary>The values that the schema suggests; others are accepted. Empty where it suggests none.</summary>
    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    /// <summary>What a reference may point at. Empty for other types.</summary>
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    /// <summary>The parts of a complex attribute, in the schema's order. Empty for other types.</summary>
    public IReadOnlyList<AttributeDefinition> SubAttributes
    {
        get;
        init
        {
            field = value;
            index = value.ToFrozenDictionary(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase);
            byName = index.GetAlternateLookup<ReadOnlySpan<char>>();
            ValueAttribute = index.GetValueOrDefault("value");
        }
    }

    = [];

    /// <summary><see cref="Name"/> in UTF-8.</summary>
    internal byte[] Utf8Name { get; private init; } = [];

    /// <summary>
    /// Whether it marks the preferred element of a multi-valued attribute; where it isn't said, it is false (RFC 7643 section 2.4).
    /// </summary>
    internal bool IsPrimary => Type == AttributeType.Boolean && Name == "primary" && FullName.Length > Name.Length;

    /// <summary>What its values have to be beyond the schema: length, number, format.</summary>
    internal ValueRules Rules { get; init; } = ValueRules.Text;

    /// <summary>The sub-attribute that a comparison with the whole attribute means: <c>value</c> (RFC 7643 section 2.4).</summary>
    internal AttributeDefinition? ValueAttribute { get; private init; }

    /// <summary>
    /// What brackets call the values of a multi-valued attribute that isn't complex: <c>value</c> (RFC 7644 section 3.5.2.2). Null for others.
    /// </summary>
    internal AttributeDefinition? ElementValue { get; init; }

    /// <summary>Whether this is the <see cref="ElementValue"/> of another: not a part of a value, but the value itself.</summary>
    internal bool IsElement { get; init; }

    /// <summary>Finds <see cref="ElementValue"/> by its name.</summary>
    internal bool TryFindElement(ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributeDefinition? element)
    {
        element = name.Equals(ElementValue?.Name, StringComparison.OrdinalIgnoreCase) ? ElementValue : null;
        return element is not null;
    }

    /// <summary>Finds a sub-attribute.</summary>
    /// <param name="name">Its name in any letter case.</param>
    /// <param name="subAttribute">The sub-attribute.</param>
    /// <returns>False where there is none of that name.</returns>
    public bool TryFindSubAttribute(ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributeDefinition? subAttribute)
    {
        if (index.Count == 0)
        {
            subAttribute = null;
            return false;
        }

        return byName.TryGetValue(name, out subAttribute);
    }

    /// <summary>The full name, as refusals write it.</summary>
    public override string ToString() => FullName;
}
