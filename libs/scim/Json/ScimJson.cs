using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace OptiId.Scim;

/// <summary>
/// Strict reading of a request body. What passes can be used without surprise: System.Text.Json alone lets duplicate
/// keys, invalid UTF-8 and lone surrogates through, and fails on them later, in the middle of the work.
/// </summary>
public static class ScimJson
{
    /// <summary>
    /// Reads a body: UTF-8, one object and nothing after it, at most <see cref="ScimLimits.MaximumJsonDepth"/> deep, no
    /// comments or trailing commas, no key twice in whatever letter case (RFC 7643 section 2.1: names have no case).
    /// </summary>
    /// <param name="utf8">The body; not used after the call.</param>
    /// <returns>The object. Its keys, and those of the objects in it, are found in any letter case.</returns>
    /// <exception cref="ScimRefusedException">invalidSyntax: all of that; invalidValue: a NUL character.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8)
    {
        Inspect(utf8);
        return JsonNode.Parse(
            utf8,
            new JsonNodeOptions { PropertyNameCaseInsensitive = true },
            new JsonDocumentOptions { MaxDepth = ScimLimits.MaximumJsonDepth })!.AsObject();
    }

    /// <summary>Refuses what <see cref="ParseObject"/> does, without building anything.</summary>
    internal static void Inspect(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            throw Refuse("The body is empty. Send a JSON object.");
        }

        if (!Utf8.IsValid(utf8))
        {
            throw Refuse("The body isn't UTF-8.");
        }

        try
        {
            new ScimJsonInspector(utf8).Inspect();
        }
        catch (JsonException exception)
        {
            throw Refuse(
                $"The body isn't valid JSON, or is nested more than {ScimLimits.MaximumJsonDepth} deep: "
                + $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidSyntax, detail);
}
