using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>A schema: a named set of attributes (RFC 7643 section 7).</summary>
public sealed class SchemaDefinition
{
    private readonly FrozenDictionary<string, AttributeDefinition> index;
    private readonly FrozenDictionary<string, AttributeDefinition>.AlternateLookup<ReadOnlySpan<char>> byName;

    /// <summary>Makes a schema.</summary>
    /// <param name="id">The URN.</param>
    /// <param name="name">The short name.</param>
    /// <param name="description">What it is about.</param>
    /// <param name="attributes">Its attributes.</param>
    public SchemaDefinition(string id, string name, string description, IReadOnlyList<AttributeDefinition> attributes)
    {
        Id = id;
        Name = name;
        Description = description;
        Attributes = attributes;
        index = attributes.ToFrozenDictionary(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase);
        byName = index.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The URN.</summary>
    public string Id { get; }

    /// <summary>The short name, such as <c>User</c>.</summary>
    public string Name { get; }

    /// <summary>What it is about.</summary>
    public string Description { get; }

    /// <summary>Its attributes, in order.</summary>
    public IReadOnlyList<AttributeDefinition> Attributes { get; }

    /// <summary>Writes the schema as <c>/Schemas</c> shows it (RFC 7643 section 7), without <c>meta</c>.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ToJson() => SchemaJson.WriteSchema(this);

    /// <summary>Finds an attribute.</summary>
    /// <param name="name">Its name in any letter case, without the URN and without a sub-attribute.</param>
    /// <param name="attribute">The attribute.</param>
    /// <returns>False where there is none of that name.</returns>
    public bool TryFindAttribute(ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributeDefinition? attribute)
    {
        if (index.Count == 0)
        {
            attribute = null;
            return false;
        }

        return byName.TryGetValue(name, out attribute);
    }
}
