using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Reads the resource in the body of a POST or PUT (RFC 7644 section 3.3 and 3.5.1).</summary>
public static class ResourceReader
{
    /// <summary>How many names of dropped attributes are told.</summary>
    public const int MaximumDroppedNames = 20;

    /// <summary>
    /// Brings a body into our form: the schema's spelling of names, real booleans ("True" is one), arrays where the
    /// attribute has many values, extension attributes under their URN. Dropped in silence, because Okta writes back
    /// what it got and Entra adds its own: read-only attributes (id, meta, groups), the password (P6), unknown
    /// attributes and URNs, null and empty values.
    /// </summary>
    /// <param name="body">The body; stays as it is and shares nothing with the result.</param>
    /// <param name="type">What the body is meant to be.</param>
    /// <param name="dropped">
    /// Where to add the names of unknown attributes, for the provisioning log; at most <see cref="MaximumDroppedNames"/>.
    /// </param>
    /// <returns>The resource without schemas, id and meta.</returns>
    /// <exception cref="ScimRefusedException">
    /// invalidValue: <c>schemas</c> lacks the base schema, a required attribute is missing or blank, a value doesn't fit
    /// its attribute, or the resource is too large (<see cref="ScimLimits"/>).
    /// </exception>
    public static JsonObject Read(JsonObject body, ResourceTypeDefinition type, ICollection<string>? dropped = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(type);
        if (!JsonText.HoldsUrn(JsonText.Find(body, "schemas"), type.Schema.Id))
        {
            throw Refuse($"A {type.Name} needs \"schemas\" with \"{type.Schema.Id}\".");
        }

        var resource = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (type.TryFindTopAttribute(name, out var attribute))
            {
                Take(resource, attribute, value);
            }
            else if (type.TryFindExtension(name, out var extension))
            {
                TakeExtension(resource, extension, value, dropped);
            }
            else
            {
                Drop(dropped, name);
            }
        }

        Require(type, resource);
        ResourceSize.Check(resource, type);
        return resource;
    }

    private static void Take(JsonObject owner, AttributeDefinition attribute, JsonNode? node)
    {
        if (attribute.Mutability == Mutability.ReadOnly || attribute.Returned == Returned.Never)
        {
            return;
        }

        if (ValueReader.Read(attribute, node, ValuePurpose.Resource) is { } value && !owner.TryAdd(attribute.Name, value))
        {
            throw Refuse($"{attribute} is there twice; letter case doesn't count.");
        }
    }

    private static void TakeExtension(
        JsonObject resource, SchemaDefinition extension, JsonNode? node, ICollection<string>? dropped)
    {
        if (node is null)
        {
            return;
        }

        if (node is not JsonObject json)
        {
            throw Refuse($"\"{extension.Id}\" has to be an object with attributes such as {extension.Attributes[0]}.");
        }

        var values = new JsonObject();
        foreach (var (name, value) in json)
        {
            if (extension.TryFindAttribute(name, out var attribute))
            {
                Take(values, attribute, value);
            }
            else
            {
                Drop(dropped, name);
            }
        }

        if (values.Count > 0 && !resource.TryAdd(extension.Id, values))
        {
            throw Refuse($"\"{extension.Id}\" is there twice; letter case doesn't count.");
        }
    }

    private static void Require(ResourceTypeDefinition type, JsonObject resource)
    {
        RequireAttributes(type.Schema, resource);
        foreach (var extension in type.Extensions)
        {
            if (resource[extension.Schema.Id] is JsonObject values)
            {
                RequireAttributes(extension.Schema, values);
            }
            else if (extension.Required)
            {
                throw Refuse($"A {type.Name} needs \"{extension.Schema.Id}\".");
            }
        }
    }

    private static void RequireAttributes(SchemaDefinition schema, JsonObject values)
    {
        foreach (var attribute in schema.Attributes)
        {
            if (attribute.Required && !values.ContainsKey(attribute.Name))
            {
                throw new ScimRefusedException(ScimType.InvalidValue, $"{attribute} is required. Map it at the identity provider.", attribute.Name);
            }
        }
    }

    private static void Drop(ICollection<string>? dropped, string name)
    {
        if (dropped is { Count: < MaximumDroppedNames })
        {
            dropped.Add(Excerpt.Of(name));
        }
    }

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidValue, detail);
}
