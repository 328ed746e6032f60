using System.Text.Json.Nodes;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

internal sealed partial class DiscoveryRoutes
{
    /// <summary>RFC 7643 §5, with RFC 9865's pagination; says what is enforced (P30).</summary>
    private JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.ServiceProviderConfigUrn),
        ["patch"] = Supported(true),
        ["bulk"] = new JsonObject
        {
            ["supported"] = true,
            ["maxOperations"] = BulkRoutes.MaximumOperations,
            ["maxPayloadSize"] = RequestBody.MaximumBulk,
        },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ListParameters.MaximumCount },
        ["changePassword"] = Supported(false),
        ["sort"] = Supported(true),
        ["etag"] = Supported(true),
        ["pagination"] = new JsonObject
        {
            ["cursor"] = true,
            ["index"] = true,
            ["defaultPaginationMethod"] = "index",
            ["defaultPageSize"] = ListParameters.DefaultCount,
            ["maxPageSize"] = ListParameters.MaximumCount,
            ["cursorTimeout"] = CursorSeal.LifetimeSeconds,
        },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "The token that the Admin Center shows under Provisioning, as Authorization: Bearer TOKEN or Authorization: TOKEN.",
            ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750",
            ["primary"] = true,
        }),
        ["meta"] = Meta("ServiceProviderConfig", "ServiceProviderConfig"),
    };

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };
}
