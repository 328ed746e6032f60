using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>A node of a tree as a filter looks at it.</summary>
internal readonly struct TreeValue(JsonNode? node) : IFilteredValue<TreeValue>
{
    /// <inheritdoc/>
    public bool IsArray => node is JsonArray;

    /// <inheritdoc/>
    public bool IsObject => node is JsonObject;

    /// <inheritdoc/>
    public bool HasContent => Holds(node);

    /// <inheritdoc/>
    public TreeValue Find(AttributeDefinition attribute) => new((node as JsonObject)?[attribute.Name]);

    /// <inheritdoc/>
    public TreeValue FindExtension(string urn) => new((node as JsonObject)?[urn]);

    /// <inheritdoc/>
    public bool TryNext(ref int position, out TreeValue element)
    {
        if (node is JsonArray values && position < values.Count)
        {
            element = new TreeValue(values[position++]);
            return true;
        }

        element = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReadBoolean(out bool flag) => JsonText.TryReadBoolean(node, out flag);

    /// <inheritdoc/>
    public bool TryReadNumber(out decimal number) => JsonText.TryReadNumber(node, out number);

    /// <inheritdoc/>
    public bool TryReadAscii(out ReadOnlySpan<byte> text)
    {
        text = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReadText(out string text)
    {
        var isText = JsonText.TryRead(node, out var found);
        text = found ?? string.Empty;
        return isText;
    }

    private static bool Holds(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return false;
            case JsonArray values:
                foreach (var element in values)
                {
                    if (Holds(element))
                    {
                        return true;
                    }
                }

                return false;
            case JsonObject json:
                foreach (var part in json)
                {
                    if (Holds(part.Value))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return !JsonText.TryRead(node, out var text) || text.Length > 0;
        }
    }
}
