using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.ScimGateway;

/// <summary>Reads as much of a JSON text as there is: one that was cut, or that was refused because it is broken.</summary>
internal static class PartialJson
{
    private const int MaximumDepth = 64;

    /// <summary>The tree as far as it goes.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="unfinished">The objects that the text doesn't end: what they would have said isn't known.</param>
    /// <returns>Null where it isn't JSON from the first character.</returns>
    public static JsonNode? Read(ReadOnlySpan<byte> utf8, out HashSet<JsonNode> unfinished)
    {
        var open = new Stack<(JsonNode Node, string? Name)>();
        JsonNode? root = null;
        string? name = null;
        unfinished = [];
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new(new() { MaxDepth = MaximumDepth, AllowMultipleValues = false }));
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString();
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (_, name) = open.Pop();
                        break;
                    default:
                        var node = Node(ref reader);
                        root ??= node;
                        Add(open, name, node);
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        {
                            open.Push((node!, name));
                        }

                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Up to here.
        }

        unfinished.UnionWith(open.Select(item => item.Node));
        return root;
    }

    private static void Add(Stack<(JsonNode Node, string? Name)> open, string? name, JsonNode? node)
    {
        if (!open.TryPeek(out var owner))
        {
            return;
        }

        if (owner.Node is JsonArray array)
        {
            array.Add(node);
        }
        else
        {
            owner.Node.AsObject().TryAdd(name!, node); // a name twice: the request was refused for it
        }
    }

    private static JsonNode? Node(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new JsonObject(),
        JsonTokenType.StartArray => new JsonArray(),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => JsonValue.Create(JsonElement.ParseValue(ref reader)),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };
}
