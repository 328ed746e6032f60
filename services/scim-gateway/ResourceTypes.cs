using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

internal sealed partial class DiscoveryRoutes
{
    /// <summary>RFC 7643 §6.</summary>
    private List<JsonObject> ResourceTypeList() => [.. new[] { Scim.ResourceTypes.User, Scim.ResourceTypes.Group }.Select(type =>
    {
        var json = type.ToJson();
        json["meta"] = Meta("ResourceType", $"ResourceTypes/{type.Name}");
        return json;
    })];
}
