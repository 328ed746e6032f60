using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Scim;

namespace OptiId.ScimGateway.Tests;

/// <summary>Bulk requests, and what is answered to them.</summary>
internal static class BulkBodies
{
    /// <summary>A request of these operations.</summary>
    public static JsonObject Request(params IEnumerable<JsonObject> operations) => new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.BulkRequestUrn),
        ["Operations"] = new JsonArray([.. operations]),
    };

    public static JsonObject Post(string path, string bulkId, JsonObject data) =>
        new() { ["method"] = "POST", ["path"] = path, ["bulkId"] = bulkId, ["data"] = data };

    /// <summary>A POST of a user BULKID@example.com.</summary>
    public static JsonObject PostUser(string bulkId, string? manager = null) => Post("/Users", bulkId, ScimBodies.User($"{bulkId}@example.com", user =>
    {
        if (manager is not null)
        {
            user["schemas"]!.AsArray().Add(ScimSchemas.EnterpriseUserUrn);
            user[ScimSchemas.EnterpriseUserUrn] = new JsonObject { ["manager"] = new JsonObject { ["value"] = manager } };
        }
    }));

    /// <summary>A POST of a group whose name is its bulkId.</summary>
    public static JsonObject PostGroup(string bulkId, params IEnumerable<string> memberIds) => Post("/Groups", bulkId, ScimBodies.Group(bulkId, memberIds));

    public static JsonObject Put(string path, JsonObject data, string? version = null) => With(version, new() { ["method"] = "PUT", ["path"] = path, ["data"] = data });

    public static JsonObject Patch(string path, string operation, string? version = null) =>
        With(version, new() { ["method"] = "PATCH", ["path"] = path, ["data"] = ScimBodies.Patch(operation) });

    public static JsonObject Delete(string path, string? version = null) => With(version, new() { ["method"] = "DELETE", ["path"] = path });

    /// <summary>Sends a request of these operations.</summary>
    /// <returns>What each was answered; the status of the whole must be 200.</returns>
    public static async Task<IReadOnlyList<BulkElement>> BulkAsync(this ScimClient scim, params IEnumerable<JsonObject> operations) =>
        Read(await scim.PostAsync("/Bulk", Request(operations)));

    /// <summary>The elements of an answer.</summary>
    public static IReadOnlyList<BulkElement> Read(ScimAnswer answer) => answer.Status == 200 && (string?)answer.Body["schemas"]![0] == ScimSchemas.BulkResponseUrn
        ? [.. answer.Body["Operations"]!.AsArray().Select(element => new BulkElement(element!.AsObject()))]
        : throw new InvalidOperationException($"{answer.Status} {answer.Text}");

    private static JsonObject With(string? version, JsonObject operation)
    {
        if (version is not null)
        {
            operation["version"] = version;
        }

        return operation;
    }
}

/// <summary>What one operation was answered.</summary>
internal sealed record BulkElement(JsonObject Json)
{
    public string Status => (string)Json["status"]!;

    public string? BulkId => (string?)Json["bulkId"];

    public string? Location => (string?)Json["location"];

    public string? Version => (string?)Json["version"];

    /// <summary>The id at the end of the location.</summary>
    public string Id => Location![(Location!.LastIndexOf('/') + 1)..];

    /// <summary>The error, which has the form of an error answer.</summary>
    public string Detail => (string?)Json["response"]!["schemas"]![0] == ScimSchemas.ErrorUrn && (string?)Json["response"]!["status"] == Status
        ? (string)Json["response"]!["detail"]!
        : throw new InvalidOperationException(Json.ToJsonString());

    public string? ScimType => (string?)Json["response"]?["scimType"];
}
