using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Reads a request's body, bounded.</summary>
internal static class RequestBody
{
    /// <summary>1 MiB: no user has more to say.</summary>
    public const int MaximumUser = 1024 * 1024;

    /// <summary>10 MiB: a group with its whole member list.</summary>
    public const int MaximumGroup = GatewayEndpoint.MaximumBodyLength;

    /// <summary>10 MiB: what /ServiceProviderConfig calls <c>maxPayloadSize</c>.</summary>
    public const int MaximumBulk = GatewayEndpoint.MaximumBodyLength;

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="ScimErrorException">413, 415.</exception>
    /// <exception cref="ScimRefusedException">invalidSyntax.</exception>
    public static Task<JsonObject> ReadAsync(ScimRequest request, int maximum) => ReadAsync(request.Http.Request, maximum, body =>
    {
        request.Call.Exchange.KeepBody(body);
        return Parse(body);
    }, TooLarge);

    /// <summary>The bytes of a bulk request, for the caller to give back.</summary>
    /// <exception cref="ScimErrorException">413, 415.</exception>
    public static Task<RentedBytes> ReadBulkAsync(ScimRequest request) => ReadAsync(request.Http.Request, MaximumBulk, RentedBytes.Copy, maximum =>
        ScimErrors.TooLarge($"The bulk request is larger than maxPayloadSize ({maximum} bytes). Send several requests."));

    /// <summary>Refuses a resource or a PATCH that is larger than it may be.</summary>
    public static ScimErrorException TooLarge(int maximum) => ScimErrors.TooLarge($"The body has more than {maximum / (1024 * 1024)} MiB. Send fewer values at once.");

    private static async Task<T> ReadAsync<T>(HttpRequest request, int maximum, Func<ReadOnlySequence<byte>, T> take, Func<int, ScimErrorException> tooLarge)
    {
        if (!ScimMediaType.IsAccepted(request.ContentType) || HasEncoding(request.Headers.ContentEncoding))
        {
            throw ScimErrors.UnsupportedMediaType();
        }

        if (request.ContentLength > maximum)
        {
            throw tooLarge(maximum);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            var consumed = result.Buffer.Start;
            try
            {
                if (result.Buffer.Length > maximum)
                {
                    throw tooLarge(maximum);
                }

                if (result.IsCompleted)
                {
                    consumed = result.Buffer.End; // so that Kestrel has its buffers back, however long the rest takes
                    return take(result.Buffer);
                }
            }
            finally
            {
                reader.AdvanceTo(consumed, result.Buffer.End); // also where it throws: Kestrel reads on what is left
            }
        }
    }

    private static JsonObject Parse(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return ScimJson.ParseObject(body.FirstSpan);
        }

        using var bytes = RentedBytes.Copy(body);
        return ScimJson.ParseObject(bytes.Memory.Span);
    }

    private static bool HasEncoding(StringValues encoding) => encoding.Count > 0 && !string.Equals(encoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase);
}
