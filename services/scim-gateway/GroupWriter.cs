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

        if (shape.HasMembers)
        {
            body.Write(",\"members\":["u8);
        }
    }

    /// <summary>One member; nothing in it needs escaping.</summary>
    public static void WriteMember(IBufferWriter<byte> body, string userId, bool first, GroupShape shape, Locations locations)
    {
        var (hasValue, hasRef, hasType) = (shape.Members.Value, shape.Members.Ref, shape.Members.Type);
        body.Write(first ? "{"u8 : ",{"u8);
        if (hasValue)
        {
            Write(body, $"\"value\":\"{userId}\"");
        }

        if (hasRef)
        {
            Write(body, $"{(hasValue ? "," : "")}\"$ref\":\"{locations.User(userId)}\"");
        }

        if (hasType)
        {
            Write(body, hasValue || hasRef ? ",\"type\":\"User\"" : "\"type\":\"User\"");
        }

        body.Write("}"u8);
    }

    /// <summary>Everything after them.</summary>
    public static void End(IBufferWriter<byte> body, Group group, GroupShape shape, Locations locations)
    {
        if (shape.HasMembers)
        {
            body.Write("]"u8);
        }

        MetaWriter.Write(body, "Group", group.Created, group.LastModified, locations.Group(group.Id), group.Version, shape.Meta);
        body.Write("}"u8);
    }

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
