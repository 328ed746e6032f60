using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The resource types of this service as data (Data/resource-types.json).</summary>
public static class ResourceTypes
{
    private static readonly Dictionary<string, ResourceTypeDefinition> ByName = Read();

    /// <summary>Users (RFC 7643 section 4.1) with the enterprise extension (section 4.3).</summary>
    public static ResourceTypeDefinition User { get; } = ByName["User"];

    /// <summary>Groups (RFC 7643 section 4.2).</summary>
    public static ResourceTypeDefinition Group { get; } = ByName["Group"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ResourceTypeDefinition> All { get; } = [User, Group];

    private static Dictionary<string, ResourceTypeDefinition> Read()
    {
        var types = new Dictionary<string, ResourceTypeDefinition>();
        foreach (var element in EmbeddedData.ReadJson("resource-types.json").AsArray())
        {
            var json = element!.AsObject();
            var name = Text(json, "name");
            types[name] = new ResourceTypeDefinition
            {
                Name = name,
                Endpoint = Text(json, "endpoint"),
                Description = Text(json, "description"),
                Schema = Schema(Text(json, "schema")),
                Extensions = [.. json["schemaExtensions"]!.AsArray().Select(Extension)],
                FilterAliases = json["filterAliases"]!.AsObject().ToDictionary(
                    alias => alias.Key, alias => alias.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase),
                Unsearchable = [.. json["unsearchable"]!.AsArray().Select(attribute => attribute!.GetValue<string>())],
            };
        }

        return types;
    }

    private static SchemaExtension Extension(JsonNode? json) =>
        new(Schema(Text(json!.AsObject(), "schema")), json["required"]!.GetValue<bool>());

    private static SchemaDefinition Schema(string id) => ScimSchemas.All.First(schema => schema.Id == id);

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
