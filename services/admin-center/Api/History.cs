using System.Text.Json.Serialization;
using OptiId.AdminCenter.Audit;
using Case = OptiId.Events.V1.Change.EventOneofCase;

namespace OptiId.AdminCenter.Api;

/// <summary>What something is that a change or an entry is about.</summary>
[JsonConverter(typeof(EnumWords<TargetKind>))]
internal enum TargetKind
{
    Organization,
    User,
    Group,
    Instance,
    Token,
}

/// <summary>What a change or an entry is about.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it was called; never a person's name.</param>
internal sealed record Target(TargetKind Kind, string Id, string? Name)
{
    public static IReadOnlyList<Target> Of(IEnumerable<Admin.V1.AuditTarget> targets) =>
        [.. targets.Select(target => new Target(Words.Of<TargetKind>(target.Kind) ?? TargetKind.Organization, target.Id, Words.Some(target.Name)))];
}

/// <summary>One change of a user or a group.</summary>
internal sealed record HistoryEntry
{
    /// <summary>Its number in the log.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What: <c>user.deactivated</c>, <c>group.members-added</c>, …</summary>
    /// <example>user.deactivated</example>
    public required string Action { get; init; }

    /// <summary>Which request, by whom.</summary>
    public Cause? Cause { get; init; }

    /// <summary>What it is about; of many members the first 20.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>The attributes that changed.</summary>
    public IReadOnlyList<string>? ChangedAttributes { get; init; }

    /// <summary>Of a reinstatement: whether the memberships of before count again.</summary>
    public bool? MembershipsKept { get; init; }

    /// <summary>Of a grant: the role.</summary>
    public string? Role { get; init; }

    public static HistoryEntry Of(Events.V1.Change change)
    {
        var words = AuditWords.EntryOf("", change, new Dictionary<string, string>());
        return new()
        {
            Sequence = change.Sequence,
            At = change.At.ToDateTimeOffset(),
            Action = words.Action,
            Cause = Api.Cause.Of(change.Cause),
            Targets = Target.Of(words.Targets),
            ChangedAttributes = change.EventCase == Case.UserUpdated && change.UserUpdated.ChangedAttributes.Count > 0 ? change.UserUpdated.ChangedAttributes : null,
            MembershipsKept = change.EventCase == Case.UserReinstated ? change.UserReinstated.MembershipsKept : null,
            Role = change.EventCase switch { Case.GrantMade => change.GrantMade.Role, Case.GrantEnded => change.GrantEnded.Role, _ => null },
        };
    }
}

/// <summary>A page of changes, the newest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="NextBefore">Asks for the next page, as <c>before</c>; absent: the end.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryEntry> Changes, ulong? NextBefore)
{
    public static HistoryPage Of(IEnumerable<Events.V1.Change> changes, ulong nextBefore) =>
        new([.. changes.Select(HistoryEntry.Of)], nextBefore == 0 ? null : nextBefore);
}
