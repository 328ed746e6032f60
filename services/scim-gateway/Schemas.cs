using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class DiscoveryRoutes
{
    /// <summary>RFC 7643 §7: the same data that checks requests (P30).</summary>
    private List<JsonObject> Schemas() => [.. ScimSchemas.All.Select(schema =>
    {
        var json = schema.ToJson();
        json["schemas"] = new JsonArray(ScimSchemas.SchemaUrn);
        json["meta"] = Meta("Schema", $"Schemas/{schema.Id}");
        return json;
    })];
}
