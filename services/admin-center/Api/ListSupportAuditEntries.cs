using Microsoft.AspNetCore.Mvc;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter.Api;

internal static class ListSupportAuditEntries
{
    /// <summary>List the audit log of what concerns no organization</summary>
    /// <param name="actor">Only what this one did, e.g. <c>support:NAME</c>.</param>
    /// <param name="target">Only what is about this token.</param>
    /// <param name="action">Only actions that begin so, e.g. <c>token.</c></param>
    /// <param name="request">Only what this request did, by its id.</param>
    /// <param name="pageSize">At most 500; 50 by default.</param>
    /// <param name="before">NextBefore of the page before.</param>
    /// <param name="api">The request.</param>
    /// <param name="audit">The audit log.</param>
    public static Task<AuditPage> HandleAsync(
        [FromQuery] string? actor, [FromQuery] string? target, [FromQuery] string? action, [FromQuery] string? request,
        [FromQuery] uint? pageSize, [FromQuery] ulong? before, ApiCall api, AuditReader audit) =>
        ListAuditEntries.HandleAsync("", actor, target, action, request, pageSize, before, api, audit);
}
