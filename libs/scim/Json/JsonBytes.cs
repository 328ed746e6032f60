using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Trees as UTF-8, by their own writer: no reflection.</summary>
public static class JsonBytes
{
    private const int UsualLength = 1024;

    /// <summary>A tree as bytes.</summary>
    public static ReadOnlyMemory<byte> Of(JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>(UsualLength);
        Write(bytes, node);
        return bytes.WrittenMemory;
    }

    /// <summary>Writes a tree to the end of a body.</summary>
    public static void Write(IBufferWriter<byte> body, JsonNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        using var json = new Utf8JsonWriter(body);
        node.WriteTo(json);
    }
}
