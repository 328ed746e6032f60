using System.Text;
using Microsoft.Net.Http.Headers;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Files to take away: streamed page by page, in the audit log before their first byte.</summary>
internal static class Exports
{
    /// <summary>What files are.</summary>
    public const string Csv = "text/csv", JsonLines = "application/jsonl";

    /// <summary>Maps every export of the pages; the API has its own routes to the same.</summary>
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

    /// <summary>Runs an export; what is refused before its first byte is told with a status.</summary>
    public static async Task RunAsync(HttpContext http, Func<Task> export)
    {
        try
        {
            await export();
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && (e is RefusedException || Refusal.IsOutage(e)))
        {
            var refusal = Refusal.Of(e);
            http.Response.StatusCode = refusal.Status;
            await http.Response.WriteAsync(refusal.Sentence, http.RequestAborted);
        }
    }
}
