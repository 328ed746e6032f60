namespace OptiId.AdminCenter.Api;

internal static class ExportUsersOfInstance
{
    /// <summary>Export who has access to a product instance</summary>
    /// <remarks>Everybody, as CSV (RFC 4180). Where it can't be shown that it is up to date, it is refused: 503, POSITION_NOT_REACHED.</remarks>
    public static Task HandleAsync(string organization, string id, HttpContext http, ExportAccess export) => export.WriteAsync(http, organization, id);
}
