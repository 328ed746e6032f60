using System.Buffers;
using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>The attribute <c>meta</c> (RFC 7643 §3.1), the same for every resource.</summary>
internal static class MetaWriter
{
    /// <summary>Writes <c>,"meta":{…}</c>, or nothing where none of it is asked for; nothing in it needs escaping.</summary>
    public static void Write(
        IBufferWriter<byte> body, string resourceType, Timestamp created, Timestamp lastModified, string location, ulong version, MetaShape shape)
    {
        if (shape == MetaShape.None)
        {
            return;
        }

        var text = new StringBuilder(256).Append(",\"meta\":{");
        Append(text, shape.ResourceType, "resourceType", resourceType);
        Append(text, shape.Created, "created", ScimInstant.Format(created.ToDateTimeOffset()));
        Append(text, shape.LastModified, "lastModified", ScimInstant.Format(lastModified.ToDateTimeOffset()));
        Append(text, shape.Location, "location", location);
        Append(text, shape.Version, "version", string.Create(CultureInfo.InvariantCulture, $"W/\\\"{version}\\\""));
        Encoding.UTF8.GetBytes(text.Append('}').ToString(), body);
    }

    private static void Append(StringBuilder text, bool isHeld, string name, string value)
    {
        if (isHeld)
        {
            text.Append(text[^1] == '{' ? "\"" : ",\"").Append(name).Append("\":\"").Append(value).Append('"');
        }
    }
}
