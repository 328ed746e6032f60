using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>A user as SCIM shows it: the stored attributes between what the service knows.</summary>
internal static class UserWriter
{
    private static readonly byte[] Schemas = Encoding.UTF8.GetBytes($"{{\"schemas\":[\"{ScimSchemas.UserUrn}\"");

    /// <summary>The one attribute that another service has; returned on request only (docs/scim-divergences.md).</summary>
    public const string Groups = "groups";

    /// <summary>Writes the user, whole or what the request asks for.</summary>
    public static void Write(IBufferWriter<byte> body, User user, Projection projection, IReadOnlyList<Group> groups, Locations locations)
    {
        if (projection.IsDefault && UserExtensions.AreAllShown(user.Document.Span))
        {
            WriteWhole(body, user, locations);
            return;
        }

        var whole = new ArrayBufferWriter<byte>(1024);
        WriteWhole(whole, user, locations);
        var resource = JsonNode.Parse(whole.WrittenSpan)!.AsObject();
        if (groups.Count > 0)
        {
            resource[Groups] = new JsonArray([.. groups.Select(group => ToJson(group, locations))]);
        }

        JsonBytes.Write(body, projection.Apply(resource));
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
        UserExtensions.WriteSchemas(body, document);
        Write(body, $"],\"id\":\"{user.Id}\",");
        body.Write(document[1..^1]); // its attributes without the braces; userName is always among them
        body.Write(user.State == UserState.Active ? ",\"active\":true"u8 : ",\"active\":false"u8);
        MetaWriter.Write(body, "User", user.Created, user.LastModified, locations.User(user.Id), user.Version, MetaShape.Whole);
        body.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
