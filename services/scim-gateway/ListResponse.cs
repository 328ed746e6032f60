using System.Buffers;
using System.Globalization;
using System.Text;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>The answer that is a list (RFC 7644 §3.4.2; RFC 9865 §2 for pages by cursor).</summary>
internal static class ListResponse
{
    /// <summary>Writes the envelope, and what it holds as it comes; nothing of it for HEAD.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Whether the page is one by index or by cursor.</param>
    /// <param name="total">How many there are in all.</param>
    /// <param name="count">How many follow here.</param>
    /// <param name="nextCursor">Of pages by cursor; empty on the last one.</param>
    /// <param name="writeResources">Writes these.</param>
    public static async Task WriteAsync(
        ScimRequest request, ListParameters parameters, uint total, int count, string nextCursor, Func<GrowingBody, Task> writeResources)
    {
        ScimResponse.Begin(request.Http, StatusCodes.Status200OK);
        if (request.IsHead)
        {
            return;
        }

        var body = new GrowingBody(request.Http.Response, request.Call.Exchange);
        Begin(body, parameters, total, count, nextCursor);
        await writeResources(body);
        body.Write("]}"u8);
        await body.SendAsync(request.Aborted);
    }

    /// <summary>Between resources.</summary>
    public static void Separate(IBufferWriter<byte> body) => body.Write(","u8);

    private static void Begin(GrowingBody body, ListParameters parameters, uint total, int count, string nextCursor)
    {
        var place = parameters.Cursor is null
            ? string.Create(CultureInfo.InvariantCulture, $"\"startIndex\":{parameters.StartIndex},")
            : nextCursor.Length > 0 ? $"\"nextCursor\":\"{nextCursor}\"," : "";
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture,
                $"{{\"schemas\":[\"{ScimSchemas.ListResponseUrn}\"],\"totalResults\":{total},{place}\"itemsPerPage\":{count},\"Resources\":["),
            body);
    }
}
