using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

/// <summary>What a request's body says, as far as sentences need it; read by the log's writer, in any letter case and without refusing anything.</summary>
internal sealed class ExchangeBody
{
    private readonly JsonObject json;

    private ExchangeBody(JsonObject json) => this.json = json;

    /// <summary>Reads a body; an empty one where it isn't a JSON object.</summary>
    public static ExchangeBody Of(JsonNode? node) => new(node as JsonObject ?? []);

    /// <summary>The operations of a PATCH; a body that isn't one is taken for one that replaces what it says.</summary>
    public IReadOnlyList<(string Op, string Path, JsonNode? Value)> Operations => Find(json, "Operations") is JsonArray operations
        ? [.. operations.OfType<JsonObject>().Select(operation => (Text(operation, "op") ?? "", Text(operation, "path") ?? "", Find(operation, "value")))]
        : [("replace", "", json)];

    /// <summary>A text at a path such as <c>name.givenName</c>, wherever it comes; null where it doesn't.</summary>
    public string? Value(string path)
    {
        string? found = null;
        foreach (var (op, at, value) in Operations)
        {
            if (!op.Equals("remove", StringComparison.OrdinalIgnoreCase))
            {
                found = Within(at, value, path) ?? found;
            }
        }

        return found;
    }

    /// <summary>What it says of active; Entra says "False" (facts/entra.md).</summary>
    public bool? Active => bool.TryParse(Value("active"), out var active) ? active : null;

    /// <summary>How a PATCH or PUT changes members.</summary>
    public MemberNames Members()
    {
        var names = new MemberNames();
        foreach (var (op, path, value) in Operations)
        {
            var members = IsMembers(path) ? value : path.Length == 0 && value is JsonObject whole ? Find(whole, "members") : null;
            if (!IsMembers(path) && members is null)
            {
                continue;
            }

            var removes = op.Equals("remove", StringComparison.OrdinalIgnoreCase);
            names.Replaces |= op.Equals("replace", StringComparison.OrdinalIgnoreCase) || (removes && members is null && !path.Contains('[', StringComparison.Ordinal));
            foreach (var (id, name) in removes ? ReadRemoved(path, members) : ReadMembers(members))
            {
                (removes ? names.Removed : names.Added)[id] = name;
            }
        }

        return names;
    }

    /// <summary>The names of the attributes that come, as they were written.</summary>
    public IEnumerable<string> Names(bool isUser)
    {
        foreach (var (_, path, value) in Operations)
        {
            if (path.Length > 0)
            {
                yield return Plain(path);
            }
            else if (value is JsonObject attributes)
            {
                foreach (var name in NamesIn(attributes, isUser))
                {
                    yield return name;
                }
            }
        }
    }

    private static IEnumerable<string> NamesIn(JsonObject attributes, bool isUser)
    {
        foreach (var (name, value) in attributes)
        {
            if (value is JsonObject parts && (name.Equals("name", StringComparison.OrdinalIgnoreCase) || name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)))
            {
                foreach (var (part, _) in parts)
                {
                    yield return name.Equals("name", StringComparison.OrdinalIgnoreCase) ? $"name.{part}" : part;
                }
            }
            else if (!(isUser && value is null or JsonArray { Count: 0 }))
            {
                yield return Plain(name);
            }
        }
    }

    // Without the URN of the core schema or of an extension, and without a filter of values.
    private static string Plain(string path)
    {
        path = path.Split('[')[0];
        return path.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) ? path[(path.LastIndexOf(':') + 1)..] : path;
    }

    private static string? Within(string at, JsonNode? value, string path)
    {
        if (at.Length > 0)
        {
            var plain = Plain(at);
            return plain.Equals(path, StringComparison.OrdinalIgnoreCase) ? Text(value)
                : path.StartsWith(plain + ".", StringComparison.OrdinalIgnoreCase) && value is JsonObject part ? Within("", part, path[(plain.Length + 1)..])
                : null;
        }

        if (value is not JsonObject json)
        {
            return null;
        }

        if (Text(Find(json, path)) is { } dotted)
        {
            return dotted; // Entra's dotted keys
        }

        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Find(json, path[..dot]) is JsonObject owner ? Text(Find(owner, path[(dot + 1)..])) : null;
    }

    private static bool IsMembers(string path) => Plain(path).Equals("members", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Id, string Name)> ReadRemoved(string path, JsonNode? value)
    {
        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
        {
            return ReadMembers(value);
        }

        // members[value eq "id" or value eq "id"]: every second part stands in quotes.
        var quoted = path[bracket..].Split('"');
        return quoted.Where((_, index) => index % 2 == 1).Select(id => (id, ""));
    }

    private static IEnumerable<(string Id, string Name)> ReadMembers(JsonNode? value) => (value as IEnumerable<JsonNode?> ?? [value])
        .OfType<JsonObject>()
        .Select(member => (Text(member, "value") ?? "", Text(member, "display") ?? Text(member, "displayName") ?? ""))
        .Where(member => member.Item1.Length > 0);

    private static JsonNode? Find(JsonObject owner, string name)
    {
        foreach (var (key, node) in owner)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return node;
            }
        }

        return null;
    }

    private static string? Text(JsonObject owner, string name) => Text(Find(owner, name));

    private static string? Text(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<string>(out var text) ? text
        : value.TryGetValue<bool>(out var flag) ? (flag ? "true" : "false")
        : null;
}

/// <summary>The members that a request names: id → name, empty where it says none.</summary>
internal sealed class MemberNames
{
    public Dictionary<string, string> Added { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Removed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it gives the whole list.</summary>
    public bool Replaces { get; set; }

    public IEnumerable<string> All => Added.Keys.Concat(Removed.Keys);

    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && !Replaces;
}
