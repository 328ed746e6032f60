using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>What an answer holds of a resource: the parameters <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 section 3.9).</summary>
public sealed class Projection
{
    private readonly ResourceTypeDefinition type;
    private readonly Projector projector;

    private Projection(ResourceTypeDefinition type, AttributeSelection? wanted, AttributeSelection? unwanted)
    {
        this.type = type;
        projector = new(wanted, unwanted);
        IsDefault = wanted is null && unwanted is null;
        NamesAttributes = wanted is not null;
    }

    /// <summary>Whether the request asks for nothing in particular.</summary>
    public bool IsDefault { get; }

    /// <summary>Whether the request says which attributes it wants.</summary>
    public bool NamesAttributes { get; }

    /// <summary>
    /// Reads the parameters. <c>attributes</c>: those named and those always returned. <c>excludedAttributes</c>: the default without those named.
    /// Names are attributes, sub-attributes after a dot, with a URN before them, or the URN of a whole schema; unknown ones are ignored,
    /// blanks too.
    /// </summary>
    /// <param name="attributes">Names with commas between them; null or blank for the default.</param>
    /// <param name="excludedAttributes">Names with commas between them; null or blank for none.</param>
    /// <param name="type">Whose attributes they are.</param>
    /// <exception cref="ScimRefusedException">invalidValue: more than <see cref="ScimLimits.MaximumProjectedNames"/> names.</exception>
    public static Projection Parse(string? attributes, string? excludedAttributes, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(type, AttributeSelection.Parse(attributes, type), AttributeSelection.Parse(excludedAttributes, type));
    }

    /// <summary>Whether an answer holds an attribute, if the resource does.</summary>
    /// <param name="name">As <see cref="ResourceTypeDefinition.TryFindAttribute"/> takes it; of a complex one: whether it holds any part.</param>
    public bool Holds(string name) => type.TryFindAttribute(name, out var path) && projector.Holds(path);

    /// <summary>
    /// Keeps what the request asks for and the schema allows. Attributes that are never returned are never there, those returned on request
    /// only where named.
    /// </summary>
    /// <param name="resource">The resource in the schema's spelling; stays as it is.</param>
    /// <returns>
    /// A new object; the resource itself where the request asks for the default and the resource holds nothing else.
    /// </returns>
    public JsonObject Apply(JsonObject resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (IsDefault && type.ReturnsAllStored && HoldsOnlyDefaults(resource))
        {
            return resource;
        }

        var result = new JsonObject();
        foreach (var (name, value) in resource)
        {
            if (type.TryFindTopAttribute(name, out var attribute))
            {
                projector.Take(result, null, attribute, value);
            }
            else if (type.TryFindExtension(name, out var extension) && value is JsonObject parts)
            {
                TakeExtension(result, extension, parts);
            }
        }

        return result;
    }

    private void TakeExtension(JsonObject result, SchemaDefinition extension, JsonObject parts)
    {
        var values = new JsonObject();
        foreach (var (name, value) in parts)
        {
            if (extension.TryFindAttribute(name, out var attribute))
            {
                projector.Take(values, extension.Id, attribute, value);
            }
        }

        if (values.Count > 0)
        {
            result[extension.Id] = values;
        }
    }

    private bool HoldsOnlyDefaults(JsonObject resource)
    {
        foreach (var (name, _) in resource)
        {
            if (type.TryFindTopAttribute(name, out var attribute)
                ? attribute.Returned is Returned.Never or Returned.Request
                : !type.TryFindExtension(name, out _))
            {
                return false;
            }
        }

        return true;
    }
}
