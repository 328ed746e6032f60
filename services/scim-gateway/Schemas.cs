using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class DiscoveryRoutes
{
    // What an organization that stores the synced attributes only keeps of a user (P6).
    private static readonly Dictionary<string, string[]> SyncedAttributes = new(StringComparer.Ordinal)
    {
        ["userName"] = [],
        ["name"] = ["givenName", "familyName"],
        ["active"] = [],
    };

    /// <summary>RFC 7643 §7: the same data that checks requests, without what the organization doesn't store (P6, P30).</summary>
    private List<JsonObject> Schemas(Caller caller)
    {
        var schemas = caller.SyncedAttributesOnly ? Scim.ResourceTypes.All.Select(type => type.Schema) : ScimSchemas.All;
        return [.. schemas.Select(schema =>
        {
            var json = schema.ToJson();
            if (caller.SyncedAttributesOnly && schema == ScimSchemas.User)
            {
                KeepSynced(json["attributes"]!.AsArray());
            }

            json["meta"] = Meta("Schema", $"Schemas/{schema.Id}");
            return json;
        })];
    }

    private static void KeepSynced(JsonArray attributes)
    {
        attributes.RemoveAll(attribute => !SyncedAttributes.ContainsKey((string)attribute!["name"]!));
        foreach (var attribute in attributes)
        {
            if (SyncedAttributes[(string)attribute!["name"]!] is { Length: > 0 } parts)
            {
                attribute["subAttributes"]!.AsArray().RemoveAll(part => !parts.Contains((string)part!["name"]!));
            }
        }
    }
}
