using OptiId.Events.V1;

namespace OptiId.Cli;

/// <summary>The entries of a user's history in words.</summary>
internal static class UserHistory
{
    /// <summary>What happened.</summary>
    public static string Tell(Change change) => change.EventCase switch
    {
        Change.EventOneofCase.UserProvisioned =>
            $"created ({Output.Format(change.UserProvisioned.Source)}){(change.UserProvisioned.Active ? "" : ", deactivated")}",
        Change.EventOneofCase.UserUpdated when change.UserUpdated.TakenOver => $"taken over by the identity provider{Changed(change.UserUpdated)}",
        Change.EventOneofCase.UserUpdated => $"changed ({Output.Format(change.UserUpdated.Source)}){Changed(change.UserUpdated)}",
        Change.EventOneofCase.UserDeactivated => "deactivated",
        Change.EventOneofCase.UserReinstated => $"reinstated, memberships {(change.UserReinstated.MembershipsKept ? "kept" : "ended")}",
        Change.EventOneofCase.UserDeleted => "deleted",
        Change.EventOneofCase.MembersAdded => $"became a member of {Group(change.MembersAdded.GroupName, change.MembersAdded.GroupId)}",
        Change.EventOneofCase.MembersRemoved => $"left {Group(change.MembersRemoved.GroupName, change.MembersRemoved.GroupId)}",
        Change.EventOneofCase.GroupDeleted => $"left {Group(change.GroupDeleted.DisplayName, change.GroupDeleted.GroupId)}, which was deleted",
        var other => other.ToString(),
    };

    // As it was called then; entries of before tell the id alone.
    private static string Group(string name, string id) => name.Length > 0 ? name : id;

    private static string Changed(UserUpdated updated) => updated.ChangedAttributes.Count == 0 ? "" : $": {string.Join(", ", updated.ChangedAttributes)}";
}
