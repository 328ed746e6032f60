using System.Globalization;
using System.Text.Json.Nodes;

namespace OptiId.Recorded.Tests;

/// <summary>Reads one value by a path as in <c>Resources[0].id</c>.</summary>
public static class JsonPath
{
    /// <returns>Null where there is none.</returns>
    public static JsonNode? Read(JsonNode? body, string path)
    {
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            body = part is ['[', .. var index, ']']
                ? (body as JsonArray)?.ElementAtOrDefault(int.Parse(index, CultureInfo.InvariantCulture))
                : (body as JsonObject)?[part];
        }

        return body;
    }
}
