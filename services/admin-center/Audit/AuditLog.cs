using Google.Protobuf.WellKnownTypes;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;

namespace OptiId.AdminCenter.Audit;

/// <summary>The audit log as the Admin Center itself uses it: what changes no log is written here, before it is answered; the rest follows from the logs. It is read by <see cref="AuditReader"/>.</summary>
internal sealed class AuditLog(AuditStore store, TimeProvider time)
{
    /// <summary>Somebody came in.</summary>
    public Task SignedInAsync(AdminCaller caller, string by) => AppendAsync(caller, caller.OrganizationId, "sign-in", $"Signed in by {by}");

    /// <summary>Somebody went out.</summary>
    public Task SignedOutAsync(AdminCaller caller) => AppendAsync(caller, caller.OrganizationId, "sign-out", "Signed out");

    /// <summary>Something was taken out, such as a list of people.</summary>
    public Task ExportedAsync(AdminCaller caller, string organizationId, string what, params AuditTarget[] targets) =>
        AppendAsync(caller, organizationId, "export", $"Exported {what}", targets);

    /// <summary>A change was tried and refused.</summary>
    /// <param name="caller">By whom.</param>
    /// <param name="organizationId">Of which organization.</param>
    /// <param name="attempt">What was tried, without personal data.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="requestId">Which request it was; none: one of its own.</param>
    public Task RefusedAsync(AdminCaller caller, string organizationId, string attempt, Reason reason, string? requestId = null) =>
        AppendAsync(caller, organizationId, "refused", attempt, refusal: reason.ToString(), requestId: requestId);

    private Task AppendAsync(
        AdminCaller caller, string organizationId, string action, string summary, IEnumerable<AuditTarget>? targets = null, string refusal = "",
        string? requestId = null) =>
        store.AppendAsync(organizationId, new()
        {
            At = time.GetUtcNow().ToTimestamp(),
            Actor = caller.Actor,
            RequestId = requestId ?? Guid.CreateVersion7().ToString("N"),
            Action = action,
            Summary = summary,
            Targets = { targets ?? [] },
            Refusal = refusal,
        });
}
