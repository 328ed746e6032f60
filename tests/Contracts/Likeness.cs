using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptiId.Contracts;

/// <summary>
/// Holds messages of a run against the recorded ones. What is made anew in each run (ids, epochs, tokens, partitions) stands for the recorded one from
/// its first appearance on, one for one; times, and the ends of tokens by which people tell them apart, are only compared by shape; everything else must be equal.
/// </summary>
internal sealed partial class Likeness
{
    private Dictionary<string, string> actuals = [];
    private Dictionary<string, string> recordeds = [];

    /// <summary>Whether two organizations whose recorded partitions differ came into the same one in this run: chance, of which nothing can be concluded.</summary>
    public bool PartitionsMet { get; private set; }

    /// <summary>The first difference; null where there is none. Only then what appeared is kept.</summary>
    public string? Compare(JsonNode? recorded, JsonNode? actual)
    {
        var (before, back) = (new Dictionary<string, string>(actuals), new Dictionary<string, string>(recordeds));
        var difference = Differs("", "", recorded, actual);
        if (difference is not null)
        {
            (actuals, recordeds) = (before, back);
        }

        return difference;
    }

    /// <summary>A recorded message as it is in this run.</summary>
    public JsonNode Translate(JsonNode recorded) => Translate("", recorded)!;

    private JsonNode? Translate(string name, JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(part => KeyValuePair.Create(part.Key, Translate(part.Key, part.Value)))),
        JsonArray list => new JsonArray([.. list.Select(part => Translate(name, part))]),
        JsonValue value when IsPartition(name) => int.Parse(ActualOf($"partition {value}")["partition ".Length..], null),
        JsonValue value when value.TryGetValue<string>(out var text) => MadeAnew().Replace(text, match => ActualOf(match.Value)),
        _ => node?.DeepClone(),
    };

    private string? Differs(string path, string name, JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject one, JsonObject other):
                var names = one.Select(part => part.Key).ToHashSet();
                names.SymmetricExceptWith(other.Select(part => part.Key));
                return names.Count > 0
                    ? $"{path} {string.Join(", ", names)}: on one side only"
                    : one.Select(part => Differs($"{path}.{part.Key}", part.Key, part.Value, other[part.Key])).FirstOrDefault(found => found is not null);
            case (JsonArray one, JsonArray other) when name == "heads" && one.Count == other.Count:
                return Differs(path, "", one, InOrderOf(one, other));
            case (JsonArray one, JsonArray other):
                return one.Count != other.Count
                    ? $"{path}: {one.Count} recorded, {other.Count} now"
                    : one.Zip(other).Select((pair, at) => Differs($"{path}[{at}]", name, pair.First, pair.Second)).FirstOrDefault(found => found is not null);
            default:
                var same = IsPartition(name) && recorded is not null && actual is not null
                    ? IsSamePartition($"partition {recorded}", $"partition {actual}")
                    : recorded is JsonValue a && actual is JsonValue b && a.TryGetValue<string>(out var text) && b.TryGetValue<string>(out var now)
                        ? name == "hint" ? text.Length == now.Length : IsSameText(text, now)
                        : JsonNode.DeepEquals(recorded, actual);
                return same ? null : $"{path}: recorded {recorded?.ToJsonString()}, now {actual?.ToJsonString()}";
        }
    }

    private bool IsSameText(string recorded, string actual)
    {
        if (Time().Replace(MadeAnew().Replace(recorded, "*"), "#") != Time().Replace(MadeAnew().Replace(actual, "*"), "#"))
        {
            return false;
        }

        return MadeAnew().Matches(recorded).Zip(MadeAnew().Matches(actual)).All(pair => pair.First.Length == pair.Second.Length && Binds(pair.First.Value, pair.Second.Value));
    }

    private bool IsSamePartition(string recorded, string actual)
    {
        PartitionsMet |= !actuals.ContainsKey(recorded) && recordeds.ContainsKey(actual);
        return Binds(recorded, actual);
    }

    // Heads stand in the order of their partitions, which are others in each run.
    private JsonArray InOrderOf(JsonArray recorded, JsonArray actual)
    {
        var heads = actual.ToDictionary(head => $"partition {head!["partition"]}", head => head!.DeepClone());
        var unbound = new Queue<JsonNode>(heads.Where(head => !recordeds.ContainsKey(head.Key)).Select(head => head.Value));
        return new([.. recorded.Select(head => actuals.TryGetValue($"partition {head!["partition"]}", out var bound) ? heads.GetValueOrDefault(bound) : unbound.TryDequeue(out var next) ? next : null)]);
    }

    private bool Binds(string recorded, string actual)
    {
        actuals.TryAdd(recorded, actual);
        recordeds.TryAdd(actual, recorded);
        return actuals[recorded] == actual && recordeds[actual] == recorded;
    }

    // What hasn't appeared yet is as it was recorded.
    private string ActualOf(string recorded)
    {
        actuals.TryAdd(recorded, recorded);
        recordeds.TryAdd(actuals[recorded], recorded);
        return actuals[recorded];
    }

    private static bool IsPartition(string name) => name == "partition";

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])|optiid_[a-z]+_[0-9A-Za-z_-]{20,}")]
    private static partial Regex MadeAnew();

    // Also in microseconds: a user's number; and how long something took.
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|^\d{16}$|^\d+(\.\d+)?s$")]
    private static partial Regex Time();
}
