using Microsoft.AspNetCore.Mvc;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter.Api;

internal static class ListAuditEntries
{
    /// <summary>List the audit log</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="actor">Only what this one did, e.g. <c>administrator:USER</c>.</param>
    /// <param name="target">Only what is about this user, group, instance or token.</param>
    /// <param name="action">Only actions that begin so, e.g. <c>group.</c></param>
    /// <param name="request">Only what this request did, by its id.</param>
    /// <param name="pageSize">At most 500; 50 by default.</param>
    /// <param name="before">NextBefore of the page before.</param>
    /// <param name="api">The request.</param>
    /// <param name="audit">The audit log.</param>
    public static async Task<AuditPage> HandleAsync(
        string organization, [FromQuery] string? actor, [FromQuery] string? target, [FromQuery] string? action, [FromQuery] string? request,
        [FromQuery] uint? pageSize, [FromQuery] ulong? before, ApiCall api, AuditReader audit) => AuditPage.Of(await api.AskAsync(() => audit.ListAsync(
            organization, new(actor ?? "", target ?? "", action ?? "", request ?? ""), before ?? 0, pageSize ?? 0, api.Aborted)));
}
