using Google.Protobuf;
using Microsoft.AspNetCore.Mvc;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter.Api;

internal static class VerifyAuditLog
{
    /// <summary>Verify the audit log</summary>
    /// <remarks>Computes the whole chain again. Note the newest number and hash down, to show later that the log was only added to.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="knownNumber">An entry that was noted down before.</param>
    /// <param name="knownHash">Its hash.</param>
    /// <param name="api">The request.</param>
    /// <param name="audit">The audit log.</param>
    public static async Task<AuditVerification> HandleAsync(
        string organization, [FromQuery] ulong? knownNumber, [FromQuery] string? knownHash, ApiCall api, AuditReader audit) => AuditVerification.Of(await audit.VerifyAsync(
            new() { OrganizationId = organization, KnownNumber = knownNumber ?? 0, KnownHash = ParseHash(knownHash) }, api.Aborted));

    /// <summary>A hash in hexadecimal digits.</summary>
    /// <exception cref="InvalidRequestException">It isn't one.</exception>
    public static ByteString ParseHash(string? hash)
    {
        try
        {
            return ByteString.CopyFrom(Convert.FromHexString(hash ?? ""));
        }
        catch (FormatException)
        {
            throw new InvalidRequestException("knownHash", "\"knownHash\" must be a hash in hexadecimal digits, as this log answered it.");
        }
    }
}
