using System.Text;
using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

/// <summary>Finds in bodies what names a person besides the id. Pure.</summary>
internal static class Identifiers
{
    // Shorter ones stand in too many places.
    private const int Shortest = 3;

    private static readonly string[] Names = ["userName", "externalId"], FullNames = ["displayName", "name.formatted"];

    /// <summary>Whether it can name anybody.</summary>
    public static bool IsOne(string text) => text.Length >= Shortest && text != Redaction.Hidden;

    /// <summary>Collects what a body says of people.</summary>
    /// <param name="body">JSON, perhaps cut.</param>
    /// <param name="owner">Those of whom a body is that doesn't say of whom; null: it is nobody's.</param>
    /// <param name="found">The people by id, with what names them.</param>
    public static void Collect(string body, HashSet<string>? owner, IReadOnlyDictionary<string, HashSet<string>> found)
    {
        if (PartialJson.Read(Encoding.UTF8.GetBytes(body), out _) is not JsonObject node)
        {
            return;
        }

        if (node["Resources"] is JsonArray resources)
        {
            foreach (var resource in resources.OfType<JsonObject>())
            {
                Add(Owner(resource, found), resource);
            }
        }
        else
        {
            Add(Owner(node, found) ?? owner, node);
        }
    }

    private static HashSet<string>? Owner(JsonObject resource, IReadOnlyDictionary<string, HashSet<string>> found) =>
        found.GetValueOrDefault(ExchangeBody.Of(resource).Value("id") ?? "");

    private static void Add(HashSet<string>? names, JsonObject resource)
    {
        if (names is null)
        {
            return;
        }

        var said = ExchangeBody.Of(resource);
        names.UnionWith(Names.Select(path => said.Value(path) ?? ""));
        names.UnionWith(FullNames.Select(path => said.Value(path) ?? "").Where(name => name.Any(char.IsWhiteSpace))); // one word names many
        if (resource["emails"] is JsonArray emails)
        {
            names.UnionWith(emails.Select(email => ExchangeBody.Of(email).Value("value") ?? ""));
        }

        names.UnionWith(said.Operations.Where(operation => operation.Path.StartsWith("emails", StringComparison.OrdinalIgnoreCase) && operation.Value is JsonValue)
            .Select(operation => operation.Value!.ToString()));
        names.RemoveWhere(name => !IsOne(name));
    }
}
