using Google.Protobuf.WellKnownTypes;
using OptiId.Admin.V1;
using OptiId.Common.V1;
using OptiId.Events;
using OptiId.Events.V1;
using static OptiId.Admin.V1.AuditTarget.Types;
using Case = OptiId.Events.V1.Change.EventOneofCase;

namespace OptiId.AdminCenter.Audit;

/// <summary>A change of a log in the audit log's words. Pure; names of people never come in, their ids do (P10).</summary>
internal static class AuditWords
{
    private static readonly string[] People = ["administrator:", "support:", "api:"];

    /// <summary>Whether an administrator, Support or an API token made it; what identity providers do is in the provisioning log.</summary>
    public static bool IsByPeople(Change change) => change.Cause is { } cause && People.Any(people => cause.Actor.StartsWith(people, StringComparison.Ordinal));

    /// <summary>The ids whose names an entry says and the change doesn't.</summary>
    public static IEnumerable<string> NamedIds(Change change) => IsByPeople(change)
        ? change.EventCase switch
        {
            Case.GroupUpdated => [change.GroupUpdated.GroupId],
            Case.GroupDeleted => Untold(change.GroupDeleted.GroupId, change.GroupDeleted.DisplayName),
            Case.GroupReleased => [change.GroupReleased.GroupId],
            Case.GroupTakenOver => [change.GroupTakenOver.GroupId],
            Case.MembersAdded => Untold(change.MembersAdded.GroupId, change.MembersAdded.GroupName),
            Case.MembersRemoved => Untold(change.MembersRemoved.GroupId, change.MembersRemoved.GroupName),
            Case.GrantMade => [change.GrantMade.GroupId, change.GrantMade.InstanceId],
            Case.GrantEnded => [change.GrantEnded.GroupId, change.GrantEnded.InstanceId],
            Case.InstanceDeleted => [change.InstanceDeleted.InstanceId],
            _ => [],
        }
        : [];

    /// <summary>What a change says of names, whoever made it.</summary>
    public static IEnumerable<(string Id, string Name)> NamesTold(Change change) => change.EventCase switch
    {
        Case.GroupCreated => [(change.GroupCreated.GroupId, change.GroupCreated.DisplayName)],
        Case.GroupUpdated => [(change.GroupUpdated.GroupId, change.GroupUpdated.DisplayName)],
        Case.InstanceChanged => [(change.InstanceChanged.InstanceId, change.InstanceChanged.Name)],
        _ => [],
    };

    /// <summary>The entry of a change.</summary>
    /// <param name="place">Which change of which log.</param>
    /// <param name="change">The change.</param>
    /// <param name="names">What ids are called.</param>
    public static AuditEntry EntryOf(string place, Change change, IReadOnlyDictionary<string, string> names)
    {
        var (action, summary, targets) = Say(change, id => names.GetValueOrDefault(id, ""));
        return new()
        {
            At = change.At,
            Actor = change.Cause.Actor,
            RequestId = change.Cause.RequestId,
            Action = action,
            Summary = summary,
            Targets = { targets },
            Change = place,
        };
    }

    /// <summary>The entry that says that entries are missing.</summary>
    public static AuditEntry GapOf(string source, AppliedPosition before, Head head, DateTimeOffset now) => new()
    {
        At = now.ToTimestamp(),
        Actor = "system",
        Action = "gap",
        Summary = $"The log of {source} no longer held what came after {before}; it goes on at {head.Epoch}/{head.Sequence}. What was done in between is not recorded here.",
    };

    private static (string Action, string Summary, AuditTarget[] Targets) Say(Change change, Func<string, string> nameOf) => change.EventCase switch
    {
        Case.OrganizationChanged => change.OrganizationChanged.Created
            ? ("organization.created", $"Created the organization in {Mode(change)} mode", [Organization(change)])
            : ("organization.mode-changed", $"Switched provisioning to {Mode(change)}", [Organization(change)]),
        Case.UserProvisioned => ("user.created", "Created a collaborator", [User(change.UserProvisioned.UserId)]),
        Case.UserUpdated => Updated(change.UserUpdated),
        Case.UserDeactivated => ("user.deactivated", "Deactivated a user", [User(change.UserDeactivated.UserId)]),
        Case.UserReinstated => ("user.reinstated", "Reinstated a user", [User(change.UserReinstated.UserId)]),
        Case.UserDeleted => ("user.deleted", "Deleted a user", [User(change.UserDeleted.UserId)]),
        Case.UserErased => ("user.erased", "Erased every personal datum of a user", [User(change.UserErased.UserId)]),
        Case.GroupCreated => ("group.created", $"Created the group {change.GroupCreated.DisplayName}", [Group(change.GroupCreated.GroupId, change.GroupCreated.DisplayName)]),
        Case.GroupUpdated => Renamed(change.GroupUpdated, nameOf(change.GroupUpdated.GroupId)),
        Case.GroupDeleted => OfGroup("group.deleted", "Deleted the group", change.GroupDeleted.GroupId, Told(change.GroupDeleted.DisplayName, nameOf)),
        Case.GroupReleased => OfGroup("group.released", "Released from the identity provider: the group", change.GroupReleased.GroupId, nameOf),
        Case.GroupTakenOver => OfGroup("group.taken-over", "Handed to the identity provider: the group", change.GroupTakenOver.GroupId, nameOf),
        Case.MembersAdded => Members("group.members-added", "Added", change.MembersAdded.GroupId, [.. change.MembersAdded.Members.Select(member => member.UserId)], "to",
            Told(change.MembersAdded.GroupName, nameOf)),
        Case.MembersRemoved => Members("group.members-removed", "Removed", change.MembersRemoved.GroupId, [.. change.MembersRemoved.UserIds], "from",
            Told(change.MembersRemoved.GroupName, nameOf)),
        Case.GrantMade => Grant("grant.made", "Granted", "to", change.GrantMade.GroupId, change.GrantMade.InstanceId, change.GrantMade.Role, nameOf),
        Case.GrantEnded => Grant("grant.ended", "Took", "from", change.GrantEnded.GroupId, change.GrantEnded.InstanceId, change.GrantEnded.Role, nameOf),
        Case.InstanceChanged => (change.InstanceChanged.Created ? "instance.created" : "instance.changed",
            $"{(change.InstanceChanged.Created ? "Added" : "Changed")} the product instance {change.InstanceChanged.Name} ({change.InstanceChanged.Product})",
            [Instance(change.InstanceChanged.InstanceId, change.InstanceChanged.Name)]),
        Case.InstanceDeleted => ("instance.deleted", $"Deleted the product instance {nameOf(change.InstanceDeleted.InstanceId)}",
            [Instance(change.InstanceDeleted.InstanceId, nameOf(change.InstanceDeleted.InstanceId))]),
        Case.TokenIssued => ("token.issued", $"Issued the {KindOf(change.TokenIssued)} token {change.TokenIssued.Label}{(change.TokenIssued.Replaces.Length > 0 ? " in place of another" : "")}",
            [Token(change.TokenIssued.TokenId, change.TokenIssued.Label)]),
        Case.TokenRevoked => ("token.revoked", $"Revoked the token {change.TokenRevoked.Label}", [Token(change.TokenRevoked.TokenId, change.TokenRevoked.Label)]),
        _ => (change.EventCase.ToString(), change.EventCase.ToString(), []),
    };

    private static (string Action, string Summary, AuditTarget[] Targets) OfGroup(string action, string verb, string groupId, Func<string, string> nameOf) =>
        (action, $"{verb} {nameOf(groupId)}", [Group(groupId, nameOf(groupId))]);

    private static (string Action, string Summary, AuditTarget[] Targets) Renamed(GroupUpdated updated, string before) => before == updated.DisplayName
        ? ("group.changed", $"Changed the group {before}", [Group(updated.GroupId, before)])
        : ("group.renamed", $"Renamed the group {before} to {updated.DisplayName}", [Group(updated.GroupId, updated.DisplayName)]);

    private static (string Action, string Summary, AuditTarget[] Targets) Members(
        string action, string verb, string groupId, IReadOnlyList<string> userIds, string direction, Func<string, string> nameOf) =>
        (action,
            $"{verb} {(userIds.Count == 1 ? "a member" : $"{userIds.Count} members")} {direction} the group {nameOf(groupId)}"
                + (userIds.Count > MaximumNamed ? $"; the first {MaximumNamed} are named here" : ""),
            [Group(groupId, nameOf(groupId)), .. userIds.Take(MaximumNamed).Select(User)]);

    private static (string Action, string Summary, AuditTarget[] Targets) Grant(
        string action, string verb, string direction, string groupId, string instanceId, string role, Func<string, string> nameOf) =>
        (action,
            $"{verb} the role {role} of {nameOf(instanceId)} {direction} the group {nameOf(groupId)}",
            [Group(groupId, nameOf(groupId)), Instance(instanceId, nameOf(instanceId))]);

    private const int MaximumNamed = 100;

    // A release says who manages the user from then on, and changes no attribute.
    private static (string Action, string Summary, AuditTarget[] Targets) Updated(UserUpdated updated) => updated switch
    {
        { ChangedAttributes.Count: > 0 } => ("user.changed", $"Changed {string.Join(", ", updated.ChangedAttributes)} of a user", [User(updated.UserId)]),
        { Source: Source.Local } => ("user.released", "Released a user from the identity provider", [User(updated.UserId)]),
        _ => ("user.changed", "Changed a user", [User(updated.UserId)]),
    };

    private static string[] Untold(string id, string told) => told.Length > 0 ? [] : [id];

    private static Func<string, string> Told(string name, Func<string, string> nameOf) => name.Length > 0 ? _ => name : nameOf;

    private static string KindOf(TokenIssued issued) => issued.Kind switch { "scim" => "SCIM", "api" => "API", "support" => "Support", var other => other };

    private static string Mode(Change change) => change.OrganizationChanged.Scim ? "SCIM" : "JIT";

    private static AuditTarget Organization(Change change) => new() { Kind = Kind.Organization, Id = change.OrganizationId };

    private static AuditTarget User(string id) => new() { Kind = Kind.User, Id = id };

    private static AuditTarget Group(string id, string name) => new() { Kind = Kind.Group, Id = id, Name = name };

    private static AuditTarget Instance(string id, string name) => new() { Kind = Kind.Instance, Id = id, Name = name };

    private static AuditTarget Token(string id, string name) => new() { Kind = Kind.Token, Id = id, Name = name };
}
