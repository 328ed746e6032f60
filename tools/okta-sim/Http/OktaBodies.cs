using System.Text.Json.Nodes;
using OptiId.OktaSim.Day;

namespace OptiId.OktaSim.Http;

/// <summary>Okta's bodies (okta.md 4 and 5).</summary>
internal static class OktaBodies
{
    public const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string EnterpriseUserSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string GroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private const string PatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>A new user, with the password that Okta makes up even where password sync is off (okta.md 4.1).</summary>
    public static JsonObject NewUser(Person person)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(UserSchema, EnterpriseUserSchema) };
        WriteProfile(user, person, active: true);
        user["groups"] = new JsonArray();
        user["password"] = Person.NewPassword();
        return user;
    }

    /// <summary>What GET returned with Okta's attributes written over it: id, meta and unknown attributes travel back (okta.md 4.3).</summary>
    public static JsonObject ReplacedUser(JsonObject asRead, Person person, bool active)
    {
        var user = (JsonObject)asRead.DeepClone();
        WriteProfile(user, person, active);
        if (user["schemas"] is JsonArray schemas && !schemas.Any(schema => schema?.GetValue<string>() == EnterpriseUserSchema))
        {
            schemas.Add(EnterpriseUserSchema);
        }

        return user;
    }

    /// <summary>Without a path, the value an object (okta.md 4.4).</summary>
    public static JsonObject SetActive(bool active) => Patch(Replace(null, new JsonObject { ["active"] = active }));

    public static JsonObject NewGroup(string displayName, IEnumerable<Person> members) => new()
    {
        ["schemas"] = new JsonArray(GroupSchema),
        ["displayName"] = displayName,
        ["members"] = Members(members),
    };

    /// <summary>The whole group; what GET gave beside it is not sent back (okta.md 5.5).</summary>
    public static JsonObject ReplacedGroup(string id, string displayName, IEnumerable<Person> members) => new()
    {
        ["schemas"] = new JsonArray(GroupSchema),
        ["id"] = id,
        ["displayName"] = displayName,
        ["members"] = Members(members),
    };

    /// <summary>Also sent after a create and with every membership update; the id stands in the body too (okta.md 5.4).</summary>
    public static JsonObject NameGroup(string id, string displayName) =>
        Patch(Replace(null, new JsonObject { ["id"] = id, ["displayName"] = displayName }));

    /// <summary>Removes first, then one add, all in one request (okta.md 5.5).</summary>
    public static JsonObject ChangeMembers(IEnumerable<string> removedIds, IReadOnlyCollection<JsonObject> added)
    {
        var operations = removedIds.Select(id => new JsonObject { ["op"] = "remove", ["path"] = $"members[value eq \"{id}\"]" }).ToList();
        if (added.Count > 0)
        {
            operations.Add(new JsonObject { ["op"] = "add", ["path"] = "members", ["value"] = new JsonArray([.. added]) });
        }

        return Patch([.. operations]);
    }

    /// <summary>Push Now: the whole list; an empty one empties the group (okta.md 5.5).</summary>
    public static JsonObject ReplaceMembers(IEnumerable<Person> members) => Patch(Replace("members", Members(members)));

    /// <summary>The same without a path, as reported (okta.md 5.5).</summary>
    public static JsonObject ReplaceMembersWithoutPath(IEnumerable<Person> members) =>
        Patch(Replace(null, new JsonObject { ["members"] = Members(members) }));

    /// <summary>No type, no $ref (okta.md 5.2).</summary>
    public static JsonObject Member(string id, string? display) => new() { ["value"] = id, ["display"] = display };

    private static JsonArray Members(IEnumerable<Person> members) => [.. members.Select(person => Member(person.Id, person.UserName))];

    private static void WriteProfile(JsonObject user, Person person, bool active)
    {
        user["userName"] = person.UserName;
        user["name"] = new JsonObject { ["givenName"] = person.GivenName, ["familyName"] = person.FamilyName };
        user["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["value"] = person.UserName, ["type"] = "work" });
        user["title"] = person.Title;
        user["displayName"] = person.DisplayName;
        user["locale"] = "en-US";
        user[EnterpriseUserSchema] = new JsonObject { ["department"] = person.Department };
        user["externalId"] = person.OktaId;
        user["active"] = active;
    }

    private static JsonObject Replace(string? path, JsonNode value)
    {
        var operation = new JsonObject { ["op"] = "replace" };
        if (path is not null)
        {
            operation["path"] = path;
        }

        operation["value"] = value;
        return operation;
    }

    private static JsonObject Patch(params JsonObject[] operations) => new()
    {
        ["schemas"] = new JsonArray(PatchSchema),
        ["Operations"] = new JsonArray([.. operations]),
    };
}
