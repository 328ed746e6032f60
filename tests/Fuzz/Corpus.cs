using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.Fuzz;

/// <summary>What the mutations begin with: the recorded requests of real clients, and what no client sends.</summary>
internal static class Corpus
{
    private const string Users = "urn:ietf:params:scim:schemas:core:2.0:User", Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string[] Recorded = [.. ReadRecorded()];

    /// <summary>Filters.</summary>
    public static IReadOnlyList<string> Filters { get; } =
    [
        .. Recorded.SelectMany(FilterOf),
        "title pr and userType eq \"Employee\" or not (emails co \"example.com\")",
        "emails[type eq \"work\" and value co \"@example.com\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]",
        "emails[type eq \"work\"].value eq \"x\\u0041\\ud83d\\ude00\"",
        "meta.lastModified gt \"2011-05-13T04:42:34.123456789+01:00\"",
        $"{Enterprise}:manager.displayName sw \"a\" and active eq \"True\" and name[familyName eq null]",
        $"schemas[value eq \"{Enterprise}\"] and not (nickName ne \"\")",
        "members[value eq \"2819c223\" or value eq \"7\"] and displayName eq \"Team\"",
    ];

    /// <summary>Bodies: resources and PATCH requests.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
    [
        .. Recorded.Select(BodyOf).OfType<string>().Distinct(),
        $$"""
        {"schemas":["{{Users}}"],"userName":"a@example.com","emails":[{"value":"a","type":"work","primary":true},{"value":"b","type":"home"}],"x509Certificates":[{"value":"YQ=="}],
         "name":{"givenName":null},"active":"False","roles":[],"{{Enterprise}}":{"manager":"26","department":"D"} }
        """,
    ];

    /// <summary>Paths of PATCH operations.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. Bodies.SelectMany(PathsOf).Distinct(),
        "emails[type eq \"work\" and not (primary eq true)].value", "name.familyName", $"{Enterprise}:manager.value", $"{Users}:emails[value pr]", "schemas[value eq \"x\"]",
    ];

    /// <summary>Bodies of PATCH requests.</summary>
    public static IReadOnlyList<string> Patches { get; } =
    [
        .. Bodies.Where(body => body.Contains("Operations", StringComparison.OrdinalIgnoreCase)),
        $$"""
        {"schemas":["{{ScimSchemas.PatchOpUrn}}"],"Operations":[{"op":"add","path":"emails[type eq \"work\"]","value":{"display":"d","primary":true} },
         {"op":"remove","path":"emails","value":[{"value":"a"}]},{"op":"replace","value":{"name.givenName":"G","{{Enterprise}}":{"manager.value":"7"},"emails[primary eq true].type":"other"} },
         {"op":"replace","path":"{{Enterprise}}","value":{"department":null} },{"op":"add","path":"emails.type","value":"work"}]}
        """,
    ];

    /// <summary>Values of <c>attributes</c>, <c>excludedAttributes</c> and <c>sortBy</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "userName,emails.value", "name.familyName, meta , ,id", $"{Enterprise}:manager.displayName,{Enterprise},{Users}", "members,displayName", "groups.value", "password,emails.primary",
    ];

    private static IEnumerable<string> ReadRecorded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".http", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
    }

    private static IEnumerable<string> FilterOf(string request)
    {
        var target = request.Split('\n').First(line => !line.StartsWith('#')).Split(' ')[1];
        var start = target.IndexOf("filter=", StringComparison.Ordinal);
        return start < 0 ? [] : [Uri.UnescapeDataString(target[(start + 7)..].Split('&')[0].Replace('+', ' '))];
    }

    // After the headers, before the answer that is expected.
    private static string? BodyOf(string request)
    {
        var sent = request.Split("\n---\n")[0];
        var blank = sent.IndexOf("\n\n", StringComparison.Ordinal);
        var body = blank < 0 ? string.Empty : sent[(blank + 2)..].Trim();
        return body.StartsWith('{') ? body : null;
    }

    private static IEnumerable<string> PathsOf(string body)
    {
        JsonObject? json;
        try
        {
            json = ScimJson.ParseObject(Encoding.UTF8.GetBytes(body));
        }
        catch (ScimRefusedException)
        {
            yield break; // some clients' bodies are broken on purpose
        }

        foreach (var operation in json["Operations"] as JsonArray ?? [])
        {
            if (operation?["path"] is JsonValue path && path.TryGetValue<string>(out var text))
            {
                yield return text;
            }
        }
    }
}
