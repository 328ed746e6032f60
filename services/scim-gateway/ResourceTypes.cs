using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

internal sealed partial class DiscoveryRoutes
{
    /// <summary>RFC 7643 §6, without the extensions where the organization stores none (P6, P30).</summary>
    private List<JsonObject> ResourceTypeList(Caller caller) => [.. Scim.ResourceTypes.All.Select(type =>
    {
        var json = (caller.SyncedAttributesOnly ? type.With(extensions: []) : type).ToJson();
        json["meta"] = Meta("ResourceType", $"ResourceTypes/{type.Name}");
        return json;
    })];
}
