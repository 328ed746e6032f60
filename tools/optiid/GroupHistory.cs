using System.Globalization;
using OptiId.Events.V1;

namespace OptiId.Cli;

/// <summary>An entry of a group's history as people read it.</summary>
internal static class GroupHistory
{
    private const int MaximumNamed = 3;

    public static string Describe(Change change) => change.EventCase switch
    {
        Change.EventOneofCase.GroupCreated => $"created as {change.GroupCreated.DisplayName}, {Output.Format(change.GroupCreated.Source)}",
        Change.EventOneofCase.GroupUpdated => $"changed; its name is {change.GroupUpdated.DisplayName}",
        Change.EventOneofCase.GroupTakenOver => "taken over by the identity provider",
        Change.EventOneofCase.GroupReleased => "released",
        Change.EventOneofCase.MembersAdded => $"came: {Members(change.MembersAdded.Members.Select(member => member.UserId), change.MembersAdded.Members.Count)}",
        Change.EventOneofCase.MembersRemoved => $"left: {Members(change.MembersRemoved.UserIds, change.MembersRemoved.UserIds.Count)}",
        Change.EventOneofCase.GrantMade => $"given {change.GrantMade.Role} in {change.GrantMade.InstanceId}",
        Change.EventOneofCase.GrantEnded => $"lost {change.GrantEnded.Role} in {change.GrantEnded.InstanceId}",
        Change.EventOneofCase.InstanceDeleted => $"lost its roles in {change.InstanceDeleted.InstanceId}, which was deleted",
        _ => change.EventCase.ToString(),
    };

    private static string Members(IEnumerable<string> userIds, int count) => count <= MaximumNamed
        ? string.Join(", ", userIds)
        : string.Create(CultureInfo.InvariantCulture, $"{count:N0} users");
}
