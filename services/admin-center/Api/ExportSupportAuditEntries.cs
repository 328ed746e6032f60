namespace OptiId.AdminCenter.Api;

internal static class ExportSupportAuditEntries
{
    /// <summary>Export the audit log of what concerns no organization</summary>
    /// <remarks>As an organization's.</remarks>
    public static Task HandleAsync(HttpContext http, ExportAudit export) => export.WriteJsonLinesAsync(http, "");
}
