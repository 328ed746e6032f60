using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>A kind of resource: where it lives and which attributes it has (RFC 7643 section 6).</summary>
public sealed class ResourceTypeDefinition
{
    private static readonly Dictionary<string, string> NoAliases = [];

    private bool? returnsAllStored;
    private bool? holdsImmutable;

    /// <summary>The name, such as <c>User</c>: the <c>meta.resourceType</c> of its resources.</summary>
    public required string Name { get; init; }

    /// <summary>The path below the base URL, such as <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What it is.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The base schema.</summary>
    public required SchemaDefinition Schema { get; init; }

    /// <summary>The extensions.</summary>
    public IReadOnlyList<SchemaExtension> Extensions { get; init; } = [];

    /// <summary>
    /// Names that clients use in filters though no schema has them, each with the path that is meant: Okta's
    /// <c>email</c> (facts/okta.md 4.1).
    /// </summary>
    public IReadOnlyDictionary<string, string> FilterAliases { get; init; } = NoAliases;

    /// <summary>
    /// Attributes that filters and <c>sortBy</c> can't name, because whoever searches doesn't have them: a user's groups are another
    /// service's, addresses are made for each answer. Names as <see cref="TryFindAttribute"/> takes them; a whole one means all its parts.
    /// </summary>
    public IReadOnlyList<string> Unsearchable { get; init; } = [];

    /// <summary>Whether filters and <c>sortBy</c> may name an attribute.</summary>
    /// <param name="path">The attribute as it stands from the resource.</param>
    public bool CanQuery(AttributePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var whole = path with { SubAttribute = null };
        foreach (var name in Unsearchable)
        {
            if (path.Is(name) || whole.Is(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an answer that asks for the default holds all that is stored: nothing is returned on request only.</summary>
    public bool ReturnsAllStored => returnsAllStored ??= Extensions.All(extension => extension.Schema.Attributes.All(
        attribute => attribute.Returned != Returned.Request && attribute.SubAttributes.All(part => part.Returned != Returned.Request)));

    /// <summary>Whether an attribute, or a part of one that has one value, can't be changed once it is set.</summary>
    internal bool HoldsImmutable => holdsImmutable ??= Extensions.Select(extension => extension.Schema).Prepend(Schema).Any(schema => schema.Attributes.Any(
        attribute => attribute.Mutability == Mutability.Immutable
            || (!attribute.MultiValued && attribute.SubAttributes.Any(part => part.Mutability == Mutability.Immutable))));

    /// <summary>The same type with other extensions.</summary>
    /// <param name="extensions">The extensions.</param>
    /// <returns>A new type.</returns>
    public ResourceTypeDefinition With(IReadOnlyList<SchemaExtension> extensions) => new()
    {
        Name = Name,
        Endpoint = Endpoint,
        Description = Description,
        Schema = Schema,
        Extensions = extensions,
        FilterAliases = FilterAliases,
        Unsearchable = Unsearchable,
    };

    /// <summary>Writes the resource type as <c>/ResourceTypes</c> shows it (RFC 7643 section 6), without <c>meta</c>.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ToJson()
    {
        var extensions = new JsonArray();
        foreach (var extension in Extensions)
        {
            extensions.Add(new JsonObject { ["schema"] = extension.Schema.Id, ["required"] = extension.Required });
        }

        return new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.ResourceTypeUrn),
            ["id"] = Name,
            ["name"] = Name,
            ["endpoint"] = Endpoint,
            ["description"] = Description,
            ["schema"] = Schema.Id,
            ["schemaExtensions"] = extensions,
        };
    }

    /// <summary>Finds an attribute by what a path, a filter or an <c>attributes</c> parameter calls it (RFC 7644 section 3.10).</summary>
    /// <param name="name">
    /// Attribute, sub-attribute after a dot, schema URN and colon before it; any letter case. An attribute of an
    /// extension needs the URN.
    /// </param>
    /// <param name="path">The attribute as a path without a value filter.</param>
    /// <returns>False where nothing has that name.</returns>
    public bool TryFindAttribute(ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributePath? path)
    {
        path = null;
        var schema = FindSchema(ref name);
        if (schema is null)
        {
            return false;
        }

        var dot = name.IndexOf('.');
        var attributeName = dot < 0 ? name : name[..dot];
        if (!schema.TryFindAttribute(attributeName, out var attribute)
            && (schema != Schema || !ScimSchemas.Common.TryFindAttribute(attributeName, out attribute)))
        {
            return false;
        }

        AttributeDefinition? subAttribute = null;
        if (dot >= 0 && !attribute.TryFindSubAttribute(name[(dot + 1)..], out subAttribute))
        {
            return false;
        }

        path = new AttributePath(schema == Schema ? null : schema.Id, attribute, null, subAttribute);
        return true;
    }

    /// <summary>Finds an attribute that stands at the top of a resource, common ones included.</summary>
    internal bool TryFindTopAttribute(ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributeDefinition? attribute) =>
        Schema.TryFindAttribute(name, out attribute) || ScimSchemas.Common.TryFindAttribute(name, out attribute);

    /// <summary>Finds an extension by its URN in any letter case.</summary>
    internal bool TryFindExtension(ReadOnlySpan<char> urn, [NotNullWhen(true)] out SchemaDefinition? extension)
    {
        foreach (var candidate in Extensions)
        {
            if (urn.Equals(candidate.Schema.Id, StringComparison.OrdinalIgnoreCase))
            {
                extension = candidate.Schema;
                return true;
            }
        }

        extension = null;
        return false;
    }

    // Takes the URN off the name. A URN holds dots and colons itself, so the known ones are tried instead of splitting.
    private SchemaDefinition? FindSchema(ref ReadOnlySpan<char> name)
    {
        if (!name.Contains(':'))
        {
            return Schema;
        }

        if (TryTakeUrn(ref name, Schema))
        {
            return Schema;
        }

        foreach (var extension in Extensions)
        {
            if (TryTakeUrn(ref name, extension.Schema))
            {
                return extension.Schema;
            }
        }

        return null;
    }

    private static bool TryTakeUrn(ref ReadOnlySpan<char> name, SchemaDefinition schema)
    {
        var length = schema.Id.Length;
        if (name.Length <= length || name[length] != ':' || !name.StartsWith(schema.Id, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        name = name[(length + 1)..];
        return true;
    }
}
