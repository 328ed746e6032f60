using System.Text;

namespace OptiId.Scim;

/// <summary>
/// What a filter compares or a PATCH operation points at (RFC 7644 section 3.5.2 and 3.10). Inside the brackets of a
/// value filter, <see cref="Attribute"/> is the sub-attribute itself.
/// </summary>
/// <param name="Schema">The URN of the extension; null for an attribute of the base schema or a common one.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="ValueFilter">Which values of a multi-valued attribute are meant; null for all.</param>
/// <param name="SubAttribute">The part of a complex attribute that is meant; null for the whole.</param>
public sealed record AttributePath(
    string? Schema, AttributeDefinition Attribute, Filter? ValueFilter = null, AttributeDefinition? SubAttribute = null)
{
    /// <summary>The attribute whose values are meant: the sub-attribute where there is one.</summary>
    public AttributeDefinition Target => SubAttribute ?? Attribute;

    /// <summary>Whether this is the path of that name, without a value filter.</summary>
    /// <param name="name">Such as <c>userName</c>, <c>emails.value</c>, or with an extension's URN; any letter case.</param>
    /// <returns>True where it is.</returns>
    public bool Is(ReadOnlySpan<char> name)
    {
        if (ValueFilter is not null)
        {
            return false;
        }

        if (Schema is not null)
        {
            if (name.Length <= Schema.Length || name[Schema.Length] != ':'
                || !name.StartsWith(Schema, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            name = name[(Schema.Length + 1)..];
        }

        if (SubAttribute is null)
        {
            return name.Equals(Attribute.Name, StringComparison.OrdinalIgnoreCase);
        }

        var length = Attribute.Name.Length;
        return name.Length > length
            && name[length] == '.'
            && name.StartsWith(Attribute.Name, StringComparison.OrdinalIgnoreCase)
            && name[(length + 1)..].Equals(SubAttribute.Name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Prints the path in the schema's spelling; parsing that gives an equal path.</summary>
    public override string ToString()
    {
        if (Schema is null && ValueFilter is null && SubAttribute is null)
        {
            return Attribute.Name;
        }

        var builder = new StringBuilder();
        Print(builder);
        return builder.ToString();
    }

    /// <summary>Prints the path to the end of a text.</summary>
    internal void Print(StringBuilder builder)
    {
        if (Schema is not null)
        {
            builder.Append(Schema).Append(':');
        }

        builder.Append(Attribute.Name);
        if (ValueFilter is not null)
        {
            builder.Append('[').Append(ValueFilter).Append(']');
        }

        if (SubAttribute is not null)
        {
            builder.Append('.').Append(SubAttribute.Name);
        }
    }
}
