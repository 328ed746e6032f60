using System.Text.Json;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter;

/// <summary>What is stored of a user that the product doesn't use (P6), as lines to read. Pure.</summary>
internal static class StoredAttributes
{
    /// <summary>How many lines are told of one user.</summary>
    public const int MaximumLines = 200;

    /// <summary>How much of a value is told.</summary>
    public const int MaximumLength = 1_000;

    private const string EnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static readonly string[] Synced = ["userName", "externalId"];
    private static readonly string[] SyncedNameParts = ["givenName", "familyName"];

    /// <summary>The attributes but for the synced ones, in the order in which they are stored; of multi-valued ones each value.</summary>
    public static IReadOnlyList<StoredAttribute> Of(User user)
    {
        var lines = new List<StoredAttribute>();
        if (user.Document.IsEmpty)
        {
            return lines;
        }

        using var document = JsonDocument.Parse(user.Document.Memory);
        foreach (var attribute in document.RootElement.EnumerateObject().Where(attribute => !Synced.Contains(attribute.Name)))
        {
            if (attribute is { Name: "name", Value.ValueKind: JsonValueKind.Object })
            {
                foreach (var part in attribute.Value.EnumerateObject().Where(part => !SyncedNameParts.Contains(part.Name)))
                {
                    Add(lines, $"name.{part.Name}", part.Value);
                }
            }
            else if (attribute.Name.Contains(':', StringComparison.Ordinal) && attribute.Value.ValueKind == JsonValueKind.Object)
            {
                // An extension's attributes are told by its short name where it has one.
                var extension = attribute.Name == EnterpriseUser ? "Enterprise User" : attribute.Name;
                foreach (var part in attribute.Value.EnumerateObject())
                {
                    Add(lines, $"{extension}: {part.Name}", part.Value);
                }
            }
            else
            {
                Add(lines, attribute.Name, attribute.Value);
            }
        }

        return lines;
    }

    private static void Add(List<StoredAttribute> lines, string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray())
            {
                Add(lines, path, element);
            }
        }
        else if (lines.Count < MaximumLines)
        {
            lines.Add(new(path, Cut(Text(value))));
        }
    }

    /// <summary>"ann@example.com (type work, primary)"; of a complex value without a value of its own each part.</summary>
    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Simple(value);
        }

        var parts = value.EnumerateObject().Where(part => part.Name != "value" && !IsFalse(part.Value)).Select(part => part.Value.ValueKind == JsonValueKind.True
            ? part.Name
            : $"{part.Name} {Simple(part.Value)}").ToList();
        return value.TryGetProperty("value", out var own)
            ? parts.Count == 0 ? Simple(own) : $"{Simple(own)} ({string.Join(", ", parts)})"
            : string.Join(", ", parts);
    }

    private static bool IsFalse(JsonElement value) => value.ValueKind is JsonValueKind.False or JsonValueKind.Null;

    private static string Simple(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "none",
        _ => value.GetRawText(),
    };

    private static string Cut(string text) => text.Length <= MaximumLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength)] + "…";
}

/// <summary>A line.</summary>
/// <param name="Path">Which attribute: "emails", "name.formatted", "Enterprise User: department".</param>
/// <param name="Value">As it is read.</param>
internal sealed record StoredAttribute(string Path, string Value);
