using System.Buffers;
using System.Globalization;
using System.Text;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>The envelope of a list (RFC 7644 §3.4.2; RFC 9865 §2 for pages by cursor).</summary>
internal static class ListResponse
{
    /// <summary>Everything up to the first resource.</summary>
    /// <param name="body">Where it is written.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="count">How many follow here.</param>
    /// <param name="parameters">Whether the page is one by index or by cursor.</param>
    /// <param name="nextCursor">Of pages by cursor; empty on the last one.</param>
    public static void Begin(IBufferWriter<byte> body, uint total, int count, ListParameters parameters, string nextCursor)
    {
        var place = parameters.Cursor is null
            ? string.Create(CultureInfo.InvariantCulture, $"\"startIndex\":{parameters.StartIndex},")
            : nextCursor.Length > 0 ? $"\"nextCursor\":\"{nextCursor}\"," : "";
        Write(body, string.Create(CultureInfo.InvariantCulture,
            $"{{\"schemas\":[\"{ScimSchemas.ListResponseUrn}\"],\"totalResults\":{total},{place}\"itemsPerPage\":{count},\"Resources\":["));
    }

    /// <summary>Between resources.</summary>
    public static void Separate(IBufferWriter<byte> body) => body.Write(","u8);

    /// <summary>After the last one.</summary>
    public static void End(IBufferWriter<byte> body) => body.Write("]}"u8);

    private static void Write(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
