using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.Net.Http.Headers;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Files to take away: streamed page by page, in the audit log before their first byte.</summary>
internal static class Exports
{
    /// <summary>Maps every export.</summary>
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes.MapExportAccess();
        routes.MapExportAudit();
    }

    /// <summary>Begins a file: what was answered before is its headers only.</summary>
    /// <returns>Where its text goes.</returns>
    public static StreamWriter Begin(HttpResponse response, string mediaType, string fileName)
    {
        response.ContentType = $"{mediaType}; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(string.Concat(fileName.Select(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' ? c : '-')));
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff"; // in a page of ours it would be ours (SecurityHeaders has it too)
        return new(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
    }

    /// <summary>A time as files have it.</summary>
    public static string Time(Google.Protobuf.WellKnownTypes.Timestamp? at) =>
        at?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Runs an export; what is refused before its first byte is told with a status.</summary>
    public static async Task RunAsync(HttpContext http, Func<Task> export)
    {
        try
        {
            await export();
        }
        catch (RpcException e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(http, Refusal.Of(e));
        }
        catch (RefusedException e) when (!http.Response.HasStarted)
        {
            await RefuseAsync(http, new(e.Reason, e.Message));
        }
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = (int)refusal.Reason switch
        {
            0 or >= 60 => StatusCodes.Status503ServiceUnavailable,
            >= 50 => StatusCodes.Status403Forbidden,
            >= 20 and < 30 => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status400BadRequest,
        };
        return http.Response.WriteAsync(refusal.Sentence, http.RequestAborted);
    }
}
