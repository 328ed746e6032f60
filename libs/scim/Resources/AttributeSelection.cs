namespace OptiId.Scim;

/// <summary>The attributes that a parameter names.</summary>
internal sealed class AttributeSelection
{
    private readonly List<AttributePath> paths = [];
    private readonly List<string?> schemas = [];

    private AttributeSelection()
    {
    }

    /// <summary>Reads a parameter.</summary>
    /// <param name="names">Names with commas between them.</param>
    /// <param name="type">Whose attributes they are.</param>
    /// <returns>The selection, empty where all names are unknown; null for a missing or blank parameter.</returns>
    /// <exception cref="ScimRefusedException">invalidValue: too many names.</exception>
    public static AttributeSelection? Parse(string? names, ResourceTypeDefinition type)
    {
        if (string.IsNullOrWhiteSpace(names))
        {
            return null;
        }

        var selection = new AttributeSelection();
        var count = 0;
        foreach (var range in names.AsSpan().Split(','))
        {
            if (++count > ScimLimits.MaximumProjectedNames)
            {
                throw new ScimRefusedException(
                    ScimType.InvalidValue, $"The parameter names more than {ScimLimits.MaximumProjectedNames} attributes.");
            }

            selection.Add(names.AsSpan(range).Trim(), type);
        }

        return selection;
    }

    /// <summary>How much of an attribute is named.</summary>
    public SelectionExtent Of(string? schema, AttributeDefinition attribute)
    {
        if (schemas.Contains(schema))
        {
            return SelectionExtent.Whole;
        }

        var extent = SelectionExtent.None;
        foreach (var path in paths)
        {
            if (ReferenceEquals(path.Attribute, attribute))
            {
                if (path.SubAttribute is null)
                {
                    return SelectionExtent.Whole;
                }

                extent = SelectionExtent.Parts;
            }
        }

        return extent;
    }

    /// <summary>Whether a sub-attribute is named by itself.</summary>
    public bool Holds(AttributeDefinition subAttribute)
    {
        foreach (var path in paths)
        {
            if (ReferenceEquals(path.SubAttribute, subAttribute))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(ReadOnlySpan<char> name, ResourceTypeDefinition type)
    {
        if (type.TryFindAttribute(name, out var path))
        {
            paths.Add(path);
        }
        else if (type.TryFindExtension(name, out var extension))
        {
            schemas.Add(extension.Id);
        }
        else if (name.Equals(type.Schema.Id, StringComparison.OrdinalIgnoreCase))
        {
            schemas.Add(null);
        }
    }
}
