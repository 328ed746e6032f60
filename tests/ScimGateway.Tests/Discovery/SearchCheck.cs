using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>
/// Tries each operator of RFC 7644 table 3, and sorting (§3.4.2.3), on each attribute and each part of one, and holds what is found, in which
/// order, to what the schema says: the type, and whether letter case counts.
/// </summary>
internal sealed class SearchCheck
{
    private static readonly string[] Operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
    private static readonly string[] Orders = ["ascending", "descending"];
    private const int AtOnce = 6;

    private readonly ScimClient scim;
    private readonly ListedType type;
    private readonly IReadOnlyList<JsonObject> resources;
    private readonly JsonObject sample;
    private readonly Disagreements disagreements = new();

    private SearchCheck(ScimClient scim, ListedType type, IReadOnlyList<JsonObject> resources, JsonObject sample)
    {
        (this.scim, this.type, this.resources, this.sample) = (scim, type, resources, sample);
    }

    /// <summary>Makes resources with different values, and some with the required ones only.</summary>
    /// <param name="scim">The client of an organization that nobody changes meanwhile.</param>
    /// <param name="documents">What its service provider says.</param>
    /// <param name="typeName">Of which type.</param>
    public static async Task<SearchCheck> PrepareAsync(ScimClient scim, DiscoveryDocuments documents, string typeName)
    {
        var type = documents.Type(typeName);
        var samples = await SampleResources.PrepareAsync(scim, documents);
        List<string> ids = [];
        foreach (var number in new[] { samples.Next(), samples.Next(), samples.Next() }.Reverse()) // not in the order of creation
        {
            ids.Add((await scim.PostAsync(type.Endpoint, samples.Body(type, number))).Id);
        }

        // Those that are returned on request too: what is compared with has to be known.
        var everything = string.Join(',', type.Attributes.Where(attribute => !attribute.IsNeverReturned).Select(attribute => attribute.Path));
        var all = (await scim.GetAsync($"{type.Endpoint}?count=1000&attributes={Uri.EscapeDataString(everything)}")).Resources;
        return new(scim, type, all, all.Single(resource => (string?)resource["id"] == ids[1]));
    }

    /// <summary>The same resources held to other documents.</summary>
    public SearchCheck Saying(DiscoveryDocuments documents) => new(scim, documents.Type(type.Name), resources, sample);

    /// <summary>Tries filters.</summary>
    /// <param name="only">On which attributes; null: all.</param>
    public async Task<IReadOnlyList<string>> FindByFilterAsync(Func<ListedAttribute, bool>? only = null)
    {
        await Parallel.ForEachAsync(type.WithParts.Where(only ?? (_ => true)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (attribute, _) =>
        {
            if (IsAmong(ProductRules.Unfilterable, attribute))
            {
                await AllRefusedAsync(attribute);
                return;
            }

            await TryAsync(attribute, "pr", null);
            if (ComparedPart(attribute) is { } compared)
            {
                await CompareAsync(attribute, compared);
            }
            else
            {
                await RefusedAsync($"{attribute.Path} eq \"a\""); // it has parts, and none of them stands for it
            }
        });
        return disagreements.Found;
    }

    /// <summary>Tries sorting.</summary>
    /// <param name="only">By which attributes; null: all.</param>
    public async Task<IReadOnlyList<string>> FindBySortAsync(Func<ListedAttribute, bool>? only = null)
    {
        await Parallel.ForEachAsync(type.WithParts.Where(only ?? (_ => true)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (attribute, _) =>
        {
            foreach (var path in new[] { attribute.Path, Flipped(attribute.Path) })
            {
                foreach (var order in Orders)
                {
                    var answer = await scim.GetAsync($"{type.Endpoint}?count=1000&sortBy={Uri.EscapeDataString(path)}&sortOrder={order}");
                    if (IsAmong(ProductRules.Unsortable, attribute) || ComparedPart(attribute) is not { } compared)
                    {
                        disagreements.UnlessRefused(answer, $"sortBy={path}", 400, "invalidValue", "invalidPath");
                    }
                    else if (disagreements.Unless(answer.Status == 200, $"sortBy={path} is answered with {answer.Status} {answer.Text}"))
                    {
                        CheckOrder(compared, answer.Resources, $"sortBy={path}&sortOrder={order}", order == "descending");
                    }
                }
            }
        });
        return disagreements.Found;
    }

    private async Task CompareAsync(ListedAttribute attribute, ListedAttribute compared)
    {
        if (compared.ValuesIn(sample) is not [var value, ..] || !IsOf(compared.Type, value))
        {
            disagreements.Unless(false, $"{attribute} can be searched, and the sample has no {compared.Type} there: {compared.In(sample)?.ToJsonString()}");
            return;
        }

        foreach (var op in Operators)
        {
            if (!Fits(op, compared.Type))
            {
                await RefusedAsync($"{attribute.Path} {op} {Literal(value)}");
                continue;
            }

            foreach (var operand in Operands(op, compared, value))
            {
                await TryAsync(attribute, op, operand, compared);
            }
        }

        if (attribute.Parent is { MultiValued: true } && !compared.IsComplex)
        {
            await FoundAsync($"{(attribute.IsExtension ? attribute.Schema + ":" : "")}{attribute.Parent.Name}[{attribute.Name} eq {Literal(value)}]", Matching("eq", value, compared));
        }
    }

    private async Task TryAsync(ListedAttribute attribute, string op, JsonNode? operand, ListedAttribute? compared = null)
    {
        HashSet<string> expected = op == "pr" ? [.. resources.Where(resource => attribute.ValuesIn(resource).Count > 0).Select(IdOf)] : Matching(op, operand!, compared!);
        await FoundAsync($"{attribute.Path} {op} {Literal(operand)}", expected);
        if (op == "eq")
        {
            await FoundAsync($"{Flipped(attribute.Path)} {op.ToUpperInvariant()} {Literal(operand)}", expected);
            if (attribute.QualifiedPath is { } qualified && qualified != attribute.Path)
            {
                await FoundAsync($"{qualified} {op} {Literal(operand)}", expected);
            }
        }
    }

    private async Task FoundAsync(string filter, HashSet<string> expected)
    {
        var answer = await FilterAsync(filter);
        if (disagreements.Unless(answer.Status == 200, $"{type}: {filter} is answered with {answer.Status} {answer.Text}"))
        {
            var found = answer.Resources.Select(IdOf).ToList();
            disagreements.Unless(
                found.Count == expected.Count && expected.SetEquals(found) && (int)answer.Body["totalResults"]! == found.Count,
                $"{type}: {filter} finds {found.Count} ({answer.Body["totalResults"]}), and {expected.Count} match");
        }
    }

    private async Task RefusedAsync(string filter) => disagreements.UnlessRefused(await FilterAsync(filter), $"{type}: {filter}", 400, "invalidFilter");

    private async Task AllRefusedAsync(ListedAttribute attribute)
    {
        await RefusedAsync($"{attribute.Path} pr");
        foreach (var op in Operators)
        {
            await RefusedAsync($"{attribute.Path} {op} \"a\"");
        }
    }

    private Task<ScimAnswer> FilterAsync(string filter) => scim.GetAsync($"{type.Endpoint}?count=1000&filter={Uri.EscapeDataString(filter)}");

    private void CheckOrder(ListedAttribute attribute, IReadOnlyList<JsonObject> sorted, string what, bool descending)
    {
        disagreements.Unless(sorted.Count == resources.Count, $"{type}: {what} lists {sorted.Count} of {resources.Count}");
        var keys = sorted.Select(resource => attribute.ValuesIn(resource)).Select(values => values.Count == 0 ? null : values[0]).ToList();
        foreach (var (one, other) in keys.Zip(keys.Skip(1)).Select(pair => descending ? (pair.Second, pair.First) : pair))
        {
            // RFC 7644 §3.4.2.3: what has no value comes last in ascending order.
            var isInOrder = other is null || (one is not null && Compare(attribute, one, other) <= 0);
            disagreements.Unless(isInOrder, $"{type}: {what} lists {one?.ToJsonString() ?? "nothing"} and {other?.ToJsonString() ?? "nothing"} in the wrong order");
        }
    }

    private HashSet<string> Matching(string op, JsonNode operand, ListedAttribute compared) => [.. resources
        .Where(resource => compared.ValuesIn(resource) is { Count: > 0 } values ? values.Any(value => Holds(op, compared, value, operand)) : op == "ne")
        .Select(IdOf)];

    private static bool Holds(string op, ListedAttribute attribute, JsonNode value, JsonNode operand) => op switch
    {
        "eq" => Compare(attribute, value, operand) == 0,
        "ne" => Compare(attribute, value, operand) != 0,
        "gt" => Compare(attribute, value, operand) > 0,
        "ge" => Compare(attribute, value, operand) >= 0,
        "lt" => Compare(attribute, value, operand) < 0,
        "le" => Compare(attribute, value, operand) <= 0,
        "co" => Text(attribute, value).Contains(Text(attribute, operand), StringComparison.Ordinal),
        "sw" => Text(attribute, value).StartsWith(Text(attribute, operand), StringComparison.Ordinal),
        _ => Text(attribute, value).EndsWith(Text(attribute, operand), StringComparison.Ordinal),
    };

    private static int Compare(ListedAttribute attribute, JsonNode one, JsonNode other) => attribute.Type switch
    {
        "boolean" => ((bool)one).CompareTo((bool)other),
        "integer" or "decimal" => ((decimal)one).CompareTo((decimal)other),
        "dateTime" => DateTimeOffset.Parse((string)one!, CultureInfo.InvariantCulture).CompareTo(DateTimeOffset.Parse((string)other!, CultureInfo.InvariantCulture)),
        _ => string.CompareOrdinal(Text(attribute, one), Text(attribute, other)),
    };

    private static string Text(ListedAttribute attribute, JsonNode value) =>
        attribute.CaseExact || attribute.Type == "binary" ? (string)value! : ((string)value!).ToLowerInvariant();

    /// <summary>What to compare with: the value itself, parts of it, in the other letter case too; and what nobody has.</summary>
    private static IEnumerable<JsonNode> Operands(string op, ListedAttribute attribute, JsonNode value)
    {
        if (attribute.Type is not ("string" or "reference" or "binary"))
        {
            return attribute.Type == "boolean" ? [true, false] : [value];
        }

        var text = (string)value!;
        var (begin, end) = (op is "ew" or "co" ? 1 : 0, op is "sw" or "co" ? 1 : 0);
        var part = text.Length > 2 ? text[begin..^end] : text;
        return op switch
        {
            "eq" => [part, SampleResources.Flip(part), $"{part}~"],
            "co" or "sw" or "ew" => [part, SampleResources.Flip(part)],
            _ => [part],
        };
    }

    // RFC 7644 table 3: an order of booleans or bytes fails. §3.12: so may other combinations; a part is a part of a text here.
    private static bool Fits(string op, string type) => op switch
    {
        "eq" or "ne" => true,
        "co" or "sw" or "ew" => type is "string" or "reference",
        _ => type is not ("boolean" or "binary"),
    };

    private static bool IsOf(string type, JsonNode value) => value.GetValueKind() is var kind && type switch
    {
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "integer" or "decimal" => kind == JsonValueKind.Number,
        _ => kind == JsonValueKind.String,
    };

    private static ListedAttribute? ComparedPart(ListedAttribute attribute) => attribute.IsComplex ? attribute.Value : attribute;

    private static bool IsAmong(IReadOnlySet<string> names, ListedAttribute attribute) =>
        attribute.IsNeverReturned || names.Contains(attribute.DottedName) || (attribute.Parent is { } parent && names.Contains(parent.DottedName));

    // The URN stays as it is: what follows it is the attribute's name.
    private static string Flipped(string path) =>
        path.LastIndexOf(':') is var colon ? path[..(colon + 1)] + SampleResources.Flip(path[(colon + 1)..]) : path;

    private static string Literal(JsonNode? operand) => operand?.ToJsonString() ?? "";

    private static string IdOf(JsonObject resource) => (string)resource["id"]!;
}
