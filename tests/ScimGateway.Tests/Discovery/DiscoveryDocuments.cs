using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the service provider says about itself, as a client reads it (RFC 7644 §4).</summary>
/// <param name="Config">/ServiceProviderConfig.</param>
/// <param name="Schemas">The resources of /Schemas.</param>
/// <param name="ResourceTypes">The resources of /ResourceTypes.</param>
internal sealed record DiscoveryDocuments(JsonObject Config, IReadOnlyList<JsonObject> Schemas, IReadOnlyList<JsonObject> ResourceTypes)
{
    // RFC 7643 §3.1: they are part of every resource, and no schema lists them. §7's characteristics are those that the section gives.
    private const string CommonAttributes = """
        [{"name":"id","type":"string","multiValued":false,"required":false,"caseExact":true,"mutability":"readOnly","returned":"always","uniqueness":"server"},
         {"name":"externalId","type":"string","multiValued":false,"required":false,"caseExact":true,"mutability":"readWrite","returned":"default","uniqueness":"none"},
         {"name":"meta","type":"complex","multiValued":false,"required":false,"caseExact":false,"mutability":"readOnly","returned":"default","uniqueness":"none","subAttributes":[
           {"name":"resourceType","type":"string","multiValued":false,"required":false,"caseExact":true,"mutability":"readOnly","returned":"default","uniqueness":"none"},
           {"name":"created","type":"dateTime","multiValued":false,"required":false,"caseExact":false,"mutability":"readOnly","returned":"default","uniqueness":"none"},
           {"name":"lastModified","type":"dateTime","multiValued":false,"required":false,"caseExact":false,"mutability":"readOnly","returned":"default","uniqueness":"none"},
           {"name":"location","type":"reference","multiValued":false,"required":false,"caseExact":true,"mutability":"readOnly","returned":"default","uniqueness":"none"},
           {"name":"version","type":"string","multiValued":false,"required":false,"caseExact":true,"mutability":"readOnly","returned":"default","uniqueness":"none"}]}]
        """;

    public IReadOnlyList<ListedType> Types => [.. ResourceTypes.Select(Read)];

    /// <summary>Asks for the three documents.</summary>
    public static async Task<DiscoveryDocuments> ReadAsync(ScimClient scim) => new(
        (await scim.GetAsync("/ServiceProviderConfig")).Body,
        (await scim.GetAsync("/Schemas")).Resources,
        (await scim.GetAsync("/ResourceTypes")).Resources);

    /// <summary>The URNs of the schemas.</summary>
    public IEnumerable<string> SchemaIds => Schemas.Select(schema => (string)schema["id"]!);

    /// <summary>The URNs that the resource types name.</summary>
    public IEnumerable<string> NamedSchemaIds => Types.SelectMany(type => type.Extensions.Prepend(type.Schema));

    public ListedType Type(string name) => Types.Single(type => type.Name == name);

    /// <summary>The same documents with something else said about an attribute or a part of one: so that a check can be seen to fail.</summary>
    /// <param name="path">The name of the schema, then a dot, then the attribute's.</param>
    /// <param name="characteristic">What of it.</param>
    /// <param name="value">What is said now.</param>
    public DiscoveryDocuments Saying(string path, string characteristic, JsonNode value)
    {
        var altered = Copy();
        altered.Attribute(path)[characteristic] = value;
        return altered;
    }

    /// <summary>The same documents with something else said about the service provider.</summary>
    public DiscoveryDocuments Configured(string feature, string characteristic, JsonNode value)
    {
        var altered = Copy();
        altered.Config[feature]!.AsObject()[characteristic] = value;
        return altered;
    }

    /// <summary>The same documents with one more attribute.</summary>
    public DiscoveryDocuments Listing(string schema, string name)
    {
        var altered = Copy();
        var attributes = altered.Schemas.Single(json => (string?)json["name"] == schema)["attributes"]!.AsArray();
        var more = JsonNode.Parse(CommonAttributes)!.AsArray().Single(attribute => (string?)attribute!["name"] == "externalId")!.DeepClone();
        more["name"] = name;
        attributes.Add(more);
        return altered;
    }

    /// <summary>The same documents without an attribute.</summary>
    public DiscoveryDocuments Without(string path)
    {
        var altered = Copy();
        var attribute = altered.Attribute(path);
        attribute.Parent!.AsArray().Remove(attribute);
        return altered;
    }

    private DiscoveryDocuments Copy() => new(
        Config.DeepClone().AsObject(),
        [.. Schemas.Select(schema => schema.DeepClone().AsObject())],
        [.. ResourceTypes.Select(type => type.DeepClone().AsObject())]);

    private JsonObject Attribute(string path)
    {
        var names = path.Split('.');
        var found = Schemas.Single(json => (string?)json["name"] == names[0]);
        foreach (var name in names.Skip(1))
        {
            found = (found["attributes"] ?? found["subAttributes"])!.AsArray().Select(json => json!.AsObject()).Single(json => (string?)json["name"] == name);
        }

        return found;
    }

    private ListedType Read(JsonObject type)
    {
        var schema = (string)type["schema"]!;
        var extensions = type["schemaExtensions"]!.AsArray().Select(extension => (string)extension!["schema"]!).ToList();
        var attributes = JsonNode.Parse(CommonAttributes)!.AsArray().Select(json => new ListedAttribute(null, false, null, json!.AsObject()))
            .Concat(AttributesOf(schema, isExtension: false))
            .Concat(extensions.SelectMany(extension => AttributesOf(extension, isExtension: true)));
        return new((string)type["name"]!, (string)type["endpoint"]!, schema, extensions, [.. attributes]);
    }

    private IEnumerable<ListedAttribute> AttributesOf(string urn, bool isExtension) =>
        from schema in Schemas
        where (string?)schema["id"] == urn
        from attribute in schema["attributes"]!.AsArray()
        select new ListedAttribute(urn, isExtension, null, attribute!.AsObject());
}

/// <summary>A resource type as /ResourceTypes and its schemas describe it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">Below the base URL.</param>
/// <param name="Schema">The URN of its schema.</param>
/// <param name="Extensions">The URNs of its extensions.</param>
/// <param name="Attributes">All whole attributes, common ones and those of extensions among them.</param>
internal sealed record ListedType(string Name, string Endpoint, string Schema, IReadOnlyList<string> Extensions, IReadOnlyList<ListedAttribute> Attributes)
{
    public IEnumerable<ListedAttribute> WithParts => Attributes.SelectMany(attribute => attribute.WithParts);

    public override string ToString() => Name;
}
