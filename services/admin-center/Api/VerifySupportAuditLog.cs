using Microsoft.AspNetCore.Mvc;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter.Api;

internal static class VerifySupportAuditLog
{
    /// <summary>Verify the audit log of what concerns no organization</summary>
    /// <param name="knownNumber">An entry that was noted down before; with its hash.</param>
    /// <param name="knownHash">Its hash: 64 hexadecimal digits.</param>
    /// <param name="api">The request.</param>
    /// <param name="audit">The audit log.</param>
    public static Task<AuditVerification> HandleAsync([FromQuery] ulong? knownNumber, [FromQuery] string? knownHash, ApiCall api, AuditReader audit) =>
        VerifyAuditLog.HandleAsync("", knownNumber, knownHash, api, audit);
}
