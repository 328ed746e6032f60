using System.Text.Json.Nodes;

namespace OptiId.OktaSim.Http;

/// <summary>An answer to a request of Okta's.</summary>
/// <param name="MediaType">Of the Content-Type header; empty without one.</param>
/// <param name="Json">The body as an object; null where it isn't one.</param>
internal sealed record OktaAnswer(OktaRequest Request, int Status, string MediaType, string Text, JsonObject? Json, double Milliseconds)
{
    /// <summary>The resources of a list answer.</summary>
    public IEnumerable<JsonObject> Resources => (Json?[nameof(Resources)] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>An attribute that is text; null where there is none.</summary>
    public string? this[string attribute] => Json.Text(attribute);
}

/// <summary>Reading attributes that may be missing or of another type.</summary>
internal static class JsonAttributes
{
    public static string? Text(this JsonObject? json, string attribute) =>
        json?[attribute] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool? Flag(this JsonObject? json, string attribute) =>
        json?[attribute] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static int? Number(this JsonObject? json, string attribute) =>
        json?[attribute] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static string? NamePart(this JsonObject? user, string part) => (user?["name"] as JsonObject).Text(part);

    /// <summary>The ids in <c>members</c>; none where it is missing or null.</summary>
    public static IReadOnlyList<string> MemberIds(this JsonObject? group) =>
        [.. ((group?["members"] as JsonArray)?.OfType<JsonObject>() ?? []).Select(member => member.Text("value")).OfType<string>()];
}
