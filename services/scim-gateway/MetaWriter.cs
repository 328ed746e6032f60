using System.Buffers;
using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace OptiId.ScimGateway;

/// <summary>The attribute <c>meta</c> (RFC 7643 §3.1), the same for every resource.</summary>
internal static class MetaWriter
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Writes <c>,"meta":{…}</c>; nothing in it needs escaping.</summary>
    public static void Write(IBufferWriter<byte> body, string resourceType, Timestamp created, Timestamp lastModified, string location, ulong version)
    {
        var (from, to) = (Format(created), Format(lastModified));
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture,
                $",\"meta\":{{\"resourceType\":\"{resourceType}\",\"created\":\"{from}\",\"lastModified\":\"{to}\","
                + $"\"location\":\"{location}\",\"version\":\"W/\\\"{version}\\\"\"}}"),
            body);
    }

    private static string Format(Timestamp time) => time.ToDateTime().ToString(Instant, CultureInfo.InvariantCulture);
}
