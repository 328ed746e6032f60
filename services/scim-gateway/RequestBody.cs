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

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="ScimErrorException">413, 415.</exception>
    /// <exception cref="ScimRefusedException">invalidSyntax.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, int maximum)
    {
        if (!ScimMediaType.IsAccepted(request.ContentType) || HasEncoding(request.Headers.ContentEncoding))
        {
            throw ScimErrors.UnsupportedMediaType();
        }

        if (request.ContentLength > maximum)
        {
            throw TooLarge(maximum);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            var examined = result.Buffer.Start;
            try
            {
                if (result.Buffer.Length > maximum)
                {
                    throw TooLarge(maximum);
                }

                if (result.IsCompleted)
                {
                    return Parse(result.Buffer);
                }
            }
            finally
            {
                reader.AdvanceTo(examined, result.Buffer.End); // also where it throws: Kestrel reads on what is left
            }
        }
    }

    private static JsonObject Parse(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return ScimJson.ParseObject(body.FirstSpan);
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(bytes);
            return ScimJson.ParseObject(bytes.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true); // it may have held a password
        }
    }

    private static bool HasEncoding(StringValues encoding) => encoding.Count > 0 && !string.Equals(encoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase);

    private static ScimErrorException TooLarge(int maximum) => ScimErrors.TooLarge($"The body has more than {maximum / (1024 * 1024)} MiB. Send fewer values at once.");
}
