using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

/// <summary>Reads the value of <c>members</c>.</summary>
internal static class GroupMembers
{
    /// <summary>The users' ids; none for null. <c>display</c>, <c>$ref</c> and the like say nothing that isn't known (facts/okta.md §5.2).</summary>
    /// <param name="value">An array of members, or one.</param>
    /// <exception cref="ScimErrorException">400 invalidValue.</exception>
    public static IReadOnlyList<string> Read(JsonNode? value) => value switch
    {
        null => [],
        JsonArray members => [.. members.Select(ReadOne)],
        _ => [ReadOne(value)],
    };

    private static string ReadOne(JsonNode? member)
    {
        if (member is not JsonObject attributes || Find(attributes, "value") is not { Length: > 0 } id)
        {
            throw ScimErrors.InvalidValue("Each of members needs a value: the id of a user as this service gave it.");
        }

        return string.Equals(Find(attributes, "type"), "Group", StringComparison.OrdinalIgnoreCase)
            ? throw ScimErrors.NestedGroup(id)
            : id;
    }

    private static string? Find(JsonObject attributes, string name)
    {
        foreach (var (key, node) in attributes)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
            }
        }

        return null;
    }
}
