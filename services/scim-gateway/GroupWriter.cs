using System.Buffers;
using System.Text;
using System.Text.Json;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>A group as SCIM shows it, in three parts: its names, its members one after the other, its meta.</summary>
internal static class GroupWriter
{
    /// <summary>Everything before the members.</summary>
    public static void Begin(IBufferWriter<byte> body, Group group, GroupShape shape)
    {
        Write(body, $"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"id\":\"{group.Id}\"");
        if (shape.DisplayName)
        {
            Write(body, $",\"displayName\":\"{JsonEncodedText.Encode(group.DisplayName)}\"");
        }

        if (shape.ExternalId && group.ExternalId.Length > 0)
        {
            Write(body, $",\"externalId\":\"{JsonEncodedText.Encode(group.ExternalId)}\"");
        }

        if (shape.Members)
        {
            body.Write(",\"members\":["u8);
        }
    }

    /// <summary>One member.</summary>
    public static void WriteMember(IBufferWriter<byte> body, string userId, bool first, Locations locations) =>
        Write(body, $"{(first ? "" : ",")}{{\"value\":\"{userId}\",\"$ref\":\"{locations.User(userId)}\",\"type\":\"User\"}}");

    /// <summary>Everything after them.</summary>
    public static void End(IBufferWriter<byte> body, Group group, GroupShape shape, Locations locations)
    {
        if (shape.Members)
        {
            body.Write("]"u8);
        }

        if (shape.Meta)
        {
            MetaWriter.Write(body, "Group", group.Created, group.LastModified, locations.Group(group.Id), group.Version);
        }

        body.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
