using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace OptiId.Sidecar;

/// <summary>An answer of the sidecar itself: a gRPC status and nothing else.</summary>
internal static class GrpcAnswer
{
    public static Task WriteAsync(HttpContext http, StatusCode status, string message)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)status).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        return http.Response.CompleteAsync();
    }
}
