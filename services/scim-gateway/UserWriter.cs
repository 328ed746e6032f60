using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>A user as SCIM shows it: the stored attributes between what the service knows.</summary>
internal static class UserWriter
{
    // A quote inside a value is escaped, so that these bytes can only be the name of the extension.
    private static readonly byte[] EnterpriseName = Encoding.UTF8.GetBytes($"\"{ScimSchemas.EnterpriseUserUrn}\":");
    private static readonly byte[] Schemas = Encoding.UTF8.GetBytes($"{{\"schemas\":[\"{ScimSchemas.UserUrn}\"");
    private static readonly byte[] EnterpriseSchema = Encoding.UTF8.GetBytes($",\"{ScimSchemas.EnterpriseUserUrn}\"");

    /// <summary>Whether the request names the attribute <c>groups</c>, which is returned on request only (docs/scim-divergences.md).</summary>
    public static bool HasGroups(ScimRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Attributes))
        {
            return false;
        }

        var sample = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["value"] = "" }) };
        return Projection.Apply(sample, ResourceTypes.User, request.Attributes, request.ExcludedAttributes).Count > 0;
    }

    /// <summary>Writes the user, whole or what the request asks for.</summary>
    public static void Write(IBufferWriter<byte> body, User user, ScimRequest request, IReadOnlyList<Group> groups, Locations locations)
    {
        if (!request.IsProjected)
        {
            WriteWhole(body, user, locations);
            return;
        }

        var whole = new ArrayBufferWriter<byte>();
        WriteWhole(whole, user, locations);
        var resource = JsonNode.Parse(whole.WrittenSpan)!.AsObject();
        if (groups.Count > 0)
        {
            resource["groups"] = new JsonArray([.. groups.Select(group => ToJson(group, locations))]);
        }

        using var json = new Utf8JsonWriter(body);
        Projection.Apply(resource, ResourceTypes.User, request.Attributes, request.ExcludedAttributes).WriteTo(json);
    }

    private static JsonObject ToJson(Group group, Locations locations) => new()
    {
        ["value"] = group.Id,
        ["$ref"] = locations.Group(group.Id),
        ["display"] = group.DisplayName,
        ["type"] = "direct",
    };

    private static void WriteWhole(IBufferWriter<byte> body, User user, Locations locations)
    {
        var document = user.Document.Span;
        body.Write(Schemas);
        if (document.IndexOf(EnterpriseName) >= 0)
        {
            body.Write(EnterpriseSchema);
        }

        Write(body, $"],\"id\":\"{user.Id}\",");
        body.Write(document[1..^1]); // its attributes without the braces; userName is always among them
        body.Write(user.State == UserState.Active ? ",\"active\":true"u8 : ",\"active\":false"u8);
        MetaWriter.Write(body, "User", user.Created, user.LastModified, locations.User(user.Id), user.Version);
        body.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
