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
                ["created"] = ScimInstant.Format(DateTimeOffset.FromUnixTimeMilliseconds(group.Record.CreatedMs)),
                ["lastModified"] = ScimInstant.Format(group.Modified),
                ["version"] = $"W/\"{group.Version}\"",
            },
        };
        if (group.Record.ExternalId.Length > 0)
        {
            resource["externalId"] = group.Record.ExternalId;
        }

        return resource;
    }
}
