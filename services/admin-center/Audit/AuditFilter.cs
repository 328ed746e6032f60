using OptiId.Admin.V1;

namespace OptiId.AdminCenter.Audit;

/// <summary>Which entries of an audit log are wanted; empty: all.</summary>
/// <param name="Actor">Whose, as <see cref="AuditEntry.Actor"/> has it; what ends in a colon is a kind: <c>support:</c>.</param>
/// <param name="TargetId">About whom or what.</param>
/// <param name="Action">What the action begins with: <c>grant.</c>.</param>
/// <param name="RequestId">Of which request.</param>
internal sealed record AuditFilter(string Actor = "", string TargetId = "", string Action = "", string RequestId = "")
{
    /// <summary>Everything.</summary>
    public static AuditFilter None { get; } = new();

    /// <summary>Whether an entry is wanted.</summary>
    public bool Matches(AuditEntry entry) =>
        (Actor.EndsWith(':') ? entry.Actor.StartsWith(Actor, StringComparison.Ordinal) : Actor.Length == 0 || entry.Actor == Actor)
        && (TargetId.Length == 0 || entry.Targets.Any(target => target.Id == TargetId))
        && (RequestId.Length == 0 || entry.RequestId == RequestId)
        && entry.Action.StartsWith(Action, StringComparison.Ordinal);
}
