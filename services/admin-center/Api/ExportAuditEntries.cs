namespace OptiId.AdminCenter.Api;

internal static class ExportAuditEntries
{
    /// <summary>Export the audit log</summary>
    /// <remarks>Everything, oldest first, an entry a line (JSON Lines). The SHA-256 of <c>content</c> (base64) is <c>hash</c>, so it can be verified without us.</remarks>
    public static Task HandleAsync(string organization, HttpContext http, ExportAudit export) => export.WriteJsonLinesAsync(http, organization);
}
