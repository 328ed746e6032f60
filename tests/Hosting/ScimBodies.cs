using System.Text.Json.Nodes;

namespace OptiId.Hosting;

/// <summary>Bodies of SCIM requests.</summary>
public static class ScimBodies
{
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string PatchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>A user.</summary>
    public static JsonObject User(string userName, Action<JsonObject>? and = null)
    {
        var user = new JsonObject
        {
            ["schemas"] = new JsonArray(UserUrn),
            ["userName"] = userName,
            ["name"] = new JsonObject { ["givenName"] = "Ada", ["familyName"] = "Lovelace" },
        };
        and?.Invoke(user);
        return user;
    }

    /// <summary>A group with members.</summary>
    public static JsonObject Group(string displayName, params IEnumerable<string> memberIds) => new()
    {
        ["schemas"] = new JsonArray(GroupUrn),
        ["displayName"] = displayName,
        ["members"] = new JsonArray([.. memberIds.Select(id => new JsonObject { ["value"] = id })]),
    };

    /// <summary>A PATCH with these operations, each as JSON.</summary>
    public static JsonObject Patch(params IEnumerable<string> operations) => new()
    {
        ["schemas"] = new JsonArray(PatchUrn),
        ["Operations"] = new JsonArray([.. operations.Select(operation => JsonNode.Parse(operation))]),
    };
}
