using OptiId.Common.V1;
using OptiId.Events.V1;
using Case = OptiId.Events.V1.Change.EventOneofCase;

namespace OptiId.AdminCenter.History;

/// <summary>A change of a log as a sentence about the user or the group whose history is read. Pure.</summary>
internal static class HistoryWords
{
    /// <summary>How many people a sentence names before it counts.</summary>
    public const int MaximumNamed = 3;

    /// <summary>What happened to a user; the group of a membership is named.</summary>
    public static IReadOnlyList<Word> OfUser(Change change, KnownNames names) => change.EventCase switch
    {
        Case.UserProvisioned => [new(Provisioned(change.UserProvisioned))],
        Case.UserUpdated => [new(Updated(change.UserUpdated))],
        Case.UserDeactivated => [new("Deactivated: no access and no sign-in from then on")],
        Case.UserReinstated => [new(change.UserReinstated.MembershipsKept
            ? "Reinstated within the grace time: the memberships count again"
            : "Reinstated after the grace time: the memberships of before don't count any more")],
        Case.UserDeleted => [new("Deleted")],
        Case.UserErased => [new("Every personal datum was erased")],
        Case.MembersAdded => [new("Became a member of "), Group(change.MembersAdded.GroupId, change.MembersAdded.GroupName, names)],
        Case.MembersRemoved => [new("Left "), Group(change.MembersRemoved.GroupId, change.MembersRemoved.GroupName, names)],
        Case.GroupDeleted => [new("Left "), Group(change.GroupDeleted.GroupId, change.GroupDeleted.DisplayName, names), new(", which was deleted")],
        _ => [new(change.EventCase.ToString())],
    };

    /// <summary>What happened to a group; the first people of a change of members are named.</summary>
    public static IReadOnlyList<Word> OfGroup(Change change, KnownNames names) => change.EventCase switch
    {
        Case.GroupCreated => [new($"Created as {change.GroupCreated.DisplayName}{(change.GroupCreated.Source == Source.Scim ? " by the identity provider" : "")}")],
        Case.GroupUpdated => [new($"Named {change.GroupUpdated.DisplayName}")],
        Case.GroupDeleted => [new("Deleted; its memberships and roles ended")],
        Case.GroupTakenOver => [new("Taken over by the identity provider, with its members and roles")],
        Case.GroupReleased => [new("Released: administrators manage it from then on")],
        Case.MembersAdded => Members([.. change.MembersAdded.Members.Select(member => member.UserId)], "became a member", "became members", names),
        Case.MembersRemoved => Members([.. change.MembersRemoved.UserIds], "is no member any more", "are no members any more", names),
        Case.GrantMade => [new($"Got the role {change.GrantMade.Role} in {Instance(change.GrantMade.InstanceId, names)}")],
        Case.GrantEnded => [new($"Lost the role {change.GrantEnded.Role} in {Instance(change.GrantEnded.InstanceId, names)}")],
        _ => [new(change.EventCase.ToString())],
    };

    /// <summary>The users whom a change's sentence names.</summary>
    public static IEnumerable<string> UsersIn(Change change) => change.EventCase switch
    {
        Case.MembersAdded => change.MembersAdded.Members.Take(MaximumNamed).Select(member => member.UserId),
        Case.MembersRemoved => change.MembersRemoved.UserIds.Take(MaximumNamed),
        _ => [],
    };

    /// <summary>The group that a change of a user's names; null: none.</summary>
    public static string? GroupIn(Change change) => change.EventCase switch
    {
        Case.MembersAdded => change.MembersAdded.GroupId,
        Case.MembersRemoved => change.MembersRemoved.GroupId,
        _ => null,
    };

    /// <summary>Whether a change of a group's names a product instance.</summary>
    public static bool NamesInstance(Change change) => change.EventCase is Case.GrantMade or Case.GrantEnded;

    private static string Provisioned(UserProvisioned provisioned)
    {
        var how = provisioned.Source switch
        {
            Source.Scim => "Created by the identity provider",
            Source.Jit => "Created at the first sign-in",
            _ => "Added as a collaborator",
        };
        return (provisioned.Tenure > 1 ? $"{how} again, under the same id" : how) + (provisioned.Active ? "" : ", deactivated");
    }

    private static string Updated(UserUpdated updated)
    {
        var attributes = string.Join(", ", updated.ChangedAttributes);
        return updated switch
        {
            { TakenOver: true } => "Taken over by the identity provider" + (attributes.Length > 0 ? $"; changed: {attributes}" : ""),
            { ChangedAttributes.Count: > 0 } => $"Changed: {attributes}",
            { Source: Source.Local } => "Released: administrators manage the user from then on",
            _ => "Changed",
        };
    }

    private static List<Word> Members(List<string> userIds, string one, string several, KnownNames names)
    {
        // Whom nobody knows is gone: counted, not named.
        var named = userIds.Take(MaximumNamed).Where(names.Users.ContainsKey).ToList();
        if (named.Count == 0)
        {
            return [new(userIds.Count == 1 ? $"A user who is gone {one}" : $"{userIds.Count:N0} users {several}")];
        }

        var others = userIds.Count - named.Count;
        var words = new List<Word>();
        foreach (var (place, userId) in named.Index())
        {
            if (place > 0)
            {
                words.Add(new(place == named.Count - 1 && others == 0 ? " and " : ", "));
            }

            words.Add(new(names.Users[userId], WordKind.User, userId));
        }

        words.Add(new($"{(others > 0 ? $" and {others:N0} more" : "")} {(userIds.Count == 1 ? one : several)}"));
        return words;
    }

    // A group that is gone has no page, but the name that the entry tells.
    private static Word Group(string id, string told, KnownNames names) =>
        names.Groups.TryGetValue(id, out var name) ? new(name, WordKind.Group, id) : told.Length > 0 ? new(told, WordKind.Group) : new("a group that is gone");

    private static string Instance(string id, KnownNames names) => names.Instances.GetValueOrDefault(id, "a product instance that is gone");
}
