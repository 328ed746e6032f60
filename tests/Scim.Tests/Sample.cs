using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Short ways to what tests begin with.</summary>
internal static class Sample
{
    public const string EmailsTypeWork = "emails[type eq \"work\"]";

    /// <summary>Reads a body as the gateway does.</summary>
    public static JsonObject Body(string json) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads a user's body; the braces and schemas around it are added.</summary>
    public static JsonObject User(string members) =>
        ResourceReader.Read(Body($"{{\"schemas\":[\"{ScimSchemas.UserUrn}\"],\"userName\":\"a@example.com\"{Comma(members)}{members}}}"), ResourceTypes.User);

    /// <summary>Reads a group's body; the braces and schemas around it are added.</summary>
    public static JsonObject Group(string members) =>
        ResourceReader.Read(Body($"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"displayName\":\"Team\"{Comma(members)}{members}}}"), ResourceTypes.Group);

    /// <summary>Reads a PATCH with these operations.</summary>
    public static IReadOnlyList<PatchOperation> Operations(ResourceTypeDefinition type, string operations) =>
        PatchRequest.Parse(Body($"{{\"schemas\":[\"{ScimSchemas.PatchOpUrn}\"],\"Operations\":[{operations}]}}"), type, 1000);

    /// <summary>Reads and applies a PATCH with these operations.</summary>
    public static JsonObject Patched(ResourceTypeDefinition type, JsonObject resource, string operations) =>
        Patch.Apply(type, resource, Operations(type, operations));

    /// <summary>Holds an action to a refusal of that type.</summary>
    public static ScimRefusedException Refuses(ScimType expected, Action action)
    {
        var refusal = Should.Throw<ScimRefusedException>(action);
        refusal.Type.ShouldBe(expected, refusal.Message);
        refusal.Message.Length.ShouldBeInRange(10, 400);
        return refusal;
    }

    /// <summary>Holds a node to JSON.</summary>
    public static void ShouldBeJson(this JsonNode? actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"{actual?.ToJsonString()} is not {expected}");

    /// <summary>One of these.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Comma(string members) => members.Length > 0 ? "," : string.Empty;
}
