using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Recorded.Tests;

/// <summary>
/// Compares an expected part of a SCIM body with the whole: attribute names in any letter case; what isn't named isn't looked at;
/// null means absent; "{{any}}" means there; a list means exactly these, in any order; an empty list means none, or absent (RFC 7643 §2.5).
/// </summary>
public static class JsonSubset
{
    private const string Any = "{{" + Variables.Any + "}}";

    /// <returns>What differs, in words; null: nothing.</returns>
    public static string? FindDifference(JsonNode? expected, JsonNode? actual, string path = "") => (expected, actual) switch
    {
        (JsonObject wanted, JsonObject found) => InObject(wanted, found, path),
        (JsonArray { Count: 0 }, null) => null,
        (JsonArray wanted, JsonArray found) => InArray(wanted, found, path),
        (JsonValue wanted, not null) when wanted.TryGetValue<string>(out var text) && text == Any => null,
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{Place(path)} is {Words(actual)}, not {Words(expected)}",
    };

    private static string? InObject(JsonObject wanted, JsonObject found, string path)
    {
        foreach (var (name, value) in wanted)
        {
            var inside = path.Length == 0 ? name : $"{path}.{name}";
            var actual = found.FirstOrDefault(each => string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase));
            if (value is null && actual.Key is not null)
            {
                return $"{inside} is {Words(actual.Value)}, and should be absent";
            }

            if (value is not null && FindDifference(value, actual.Value, inside) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? InArray(JsonArray wanted, JsonArray found, string path)
    {
        if (wanted.Count != found.Count)
        {
            return $"{Place(path)} has {found.Count} values, not {wanted.Count}: {Words(found)}";
        }

        var left = found.ToList();
        foreach (var each in wanted)
        {
            var match = left.FindIndex(candidate => FindDifference(each, candidate) is null);
            if (match < 0)
            {
                return $"{Place(path)} lacks {Words(each)}: {Words(found)}";
            }

            left.RemoveAt(match);
        }

        return null;
    }

    private static string Place(string path) => path.Length == 0 ? "the body" : path;

    private static string Words(JsonNode? node) => node is null ? "absent or null" : node.ToJsonString(JsonSerializerOptions.Web);
}
