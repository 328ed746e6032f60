using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.Groups;

/// <summary>A group as filters and sort orders see it.</summary>
internal static class GroupResource
{
    /// <summary>All but its members.</summary>
    public static JsonObject Of(GroupState group)
    {
        var resource = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchemas.GroupUrn),
            ["id"] = group.Id,
            ["displayName"] = group.Record.DisplayName,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "Group",
                ["created"] = Instant(DateTimeOffset.FromUnixTimeMilliseconds(group.Record.CreatedMs)),
                ["lastModified"] = Instant(group.Modified),
                ["version"] = $"W/\"{group.Version}\"",
            },
        };
        if (group.Record.ExternalId.Length > 0)
        {
            resource["externalId"] = group.Record.ExternalId;
        }

        return resource;
    }

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture); // as answers show it
}
