using System.Text.Json;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter;

/// <summary>What people are called, from their document.</summary>
internal static class UserNames
{
    /// <summary>Given and family name; empty where there is neither.</summary>
    public static string FullName(User user) => string.Join(' ', new[] { GivenName(user), FamilyName(user) }.Where(part => part.Length > 0));

    public static string GivenName(User user) => NamePart(user, "givenName");

    public static string FamilyName(User user) => NamePart(user, "familyName");

    /// <summary>What a list shows: the name with the userName, or the userName alone.</summary>
    public static string Display(User user) => FullName(user) is { Length: > 0 } name ? $"{Isolated(name)} ({user.UserName})" : user.UserName;

    // A name may hold characters that turn the direction of what is read; within an isolate they turn nothing around it (UAX #9 §2.4).
    private static string Isolated(string text) => text.Any(character => char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format)
        ? $"\u2068{text}\u2069"
        : text;

    // A SCIM document's attribute names have no case of their own (RFC 7643 §2.1); the store keeps the schema's spelling.
    private static string NamePart(User user, string part)
    {
        if (user.Document.IsEmpty)
        {
            return "";
        }

        using var document = JsonDocument.Parse(user.Document.Memory);
        return document.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.Object
            && name.TryGetProperty(part, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
    }
}
