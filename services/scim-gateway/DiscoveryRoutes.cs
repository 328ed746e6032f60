using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>What this service provider can do (RFC 7644 §4), a file for each endpoint.</summary>
internal sealed partial class DiscoveryRoutes(Locations locations)
{
    /// <summary>Sends a request to its endpoint.</summary>
    public Task AnswerAsync(ScimRequest request, string method, Route route)
    {
        if (method is not ("GET" or "HEAD"))
        {
            throw ScimErrors.MethodNotAllowed(route.Allowed);
        }

        // RFC 7644 §4: a filter here is refused with 403.
        if (request.Query("filter") is not null)
        {
            throw new ScimErrorException(403, ScimType.None, "The discovery endpoints can't be filtered.");
        }

        var body = (route.Endpoint, route.Id) switch
        {
            (Endpoint.ServiceProviderConfig, null) => ServiceProviderConfig(),
            (Endpoint.Schemas, null) => List(Schemas(request.Call.Caller)),
            (Endpoint.Schemas, { } id) => Find(Schemas(request.Call.Caller), id),
            (Endpoint.ResourceTypes, null) => List(ResourceTypeList(request.Call.Caller)),
            (Endpoint.ResourceTypes, { } id) => Find(ResourceTypeList(request.Call.Caller), id),
            _ => throw ScimErrors.NotFound("There is nothing at this address."),
        };
        return ScimResponse.WriteAsync(request.Http, StatusCodes.Status200OK, body);
    }

    private static JsonObject List(List<JsonObject> resources) => new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.ListResponseUrn),
        ["totalResults"] = resources.Count,
        ["startIndex"] = 1,
        ["itemsPerPage"] = resources.Count,
        ["Resources"] = new JsonArray([.. resources]),
    };

    private static JsonObject Find(List<JsonObject> resources, string id) =>
        resources.FirstOrDefault(resource => string.Equals((string?)resource["id"], id, StringComparison.OrdinalIgnoreCase))
        ?? throw ScimErrors.NotFound("There is no such schema or resource type.");

    private JsonObject Meta(string resourceType, string path) => new() { ["resourceType"] = resourceType, ["location"] = $"{locations.Root}/{path}" };
}
