using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter.Api;

internal static class VerifyAuditLog
{
    /// <summary>Verify the audit log</summary>
    /// <remarks>Computes the whole chain again. Note the newest number and hash down, to show later that the log was only added to.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="knownNumber">An entry that was noted down before; with its hash.</param>
    /// <param name="knownHash">Its hash: 64 hexadecimal digits.</param>
    /// <param name="api">The request.</param>
    /// <param name="audit">The audit log.</param>
    public static async Task<AuditVerification> HandleAsync(
        string organization, [FromQuery] ulong? knownNumber, [FromQuery] string? knownHash, ApiCall api, AuditReader audit)
    {
        var known = AuditCheckpoint.Parse(knownNumber?.ToString(CultureInfo.InvariantCulture), knownHash);
        return AuditVerification.Of(await api.AskAsync(() => audit.VerifyAsync(organization, known, api.Aborted)));
    }
}
