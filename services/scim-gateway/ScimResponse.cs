using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Writes answers.</summary>
internal static class ScimResponse
{
    /// <summary>A whole body at once.</summary>
    public static Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        Begin(http, status);
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.BodyWriter.WriteAsync(body).AsTask();
    }

    /// <summary>A tree.</summary>
    public static Task WriteAsync(HttpContext http, int status, JsonNode body) => WriteAsync(http, status, JsonBytes.Of(body));

    /// <summary>The status and headers of a body that follows.</summary>
    public static void Begin(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = ScimMediaType.WithCharset;
    }

    /// <summary>304: the client has this version already.</summary>
    public static void NotModified(HttpContext http, ulong version)
    {
        http.Response.Headers.ETag = ScimRequest.EntityTag(version);
        http.Response.StatusCode = StatusCodes.Status304NotModified;
    }

    /// <summary>204.</summary>
    public static Task WriteNoContentAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>The error body of RFC 7644 §3.12.</summary>
    public static Task WriteErrorAsync(HttpContext http, ScimErrorException error)
    {
        http.Response.Headers.ETag = default;
        http.Response.Headers.Location = default;
        foreach (var (name, value) in error.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return WriteAsync(http, error.Status, ErrorBody(error));
    }

    /// <summary>The same as bytes: the answer of a bulk operation holds it (§3.7.3).</summary>
    public static ReadOnlyMemory<byte> ErrorBody(ScimErrorException error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("schemas");
            json.WriteStringValue(ScimSchemas.ErrorUrn);
            json.WriteEndArray();
            json.WriteString("status", error.Status.ToString(CultureInfo.InvariantCulture));
            if (error.Type.Keyword() is { } keyword)
            {
                json.WriteString("scimType", keyword);
            }

            json.WriteString("detail", error.Message);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
