using Grpc.Core;
using OptiId.Events.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ListMembershipHistoryResponse> ListMembershipHistory(ListMembershipHistoryRequest request, ServerCallContext context)
    {
        var page = await history.ReadAsync(Partition.Of(request.OrganizationId), request.UserId, request.Before, Pages.SizeOf(request.PageSize));

        // Another organization of the partition may have the user; and who asks about a group by a user's name learns nothing.
        var own = page.Changes.Where(change => change.OrganizationId == request.OrganizationId && Names(change, request.UserId)).ToList();
        return new() { Changes = { own.Select(change => OfUser(change, request.UserId)) }, NextBefore = own.Count > 0 ? page.NextBefore : 0 };
    }

    private static bool Names(Change change, string userId) => change.EventCase switch
    {
        Change.EventOneofCase.MembersAdded => change.MembersAdded.Members.Any(member => member.UserId == userId),
        Change.EventOneofCase.MembersRemoved => change.MembersRemoved.UserIds.Contains(userId),
        Change.EventOneofCase.GroupDeleted => change.GroupDeleted.GroupId != userId, // the members' histories name it, and the group's own
        _ => false,
    };

    private static Change OfUser(Change change, string userId)
    {
        if (change.MembersAdded is { } added)
        {
            change.MembersAdded = new() { GroupId = added.GroupId, GroupName = added.GroupName, Members = { added.Members.First(member => member.UserId == userId) } };
        }
        else if (change.MembersRemoved is { } removed)
        {
            change.MembersRemoved = new() { GroupId = removed.GroupId, GroupName = removed.GroupName, UserIds = { userId } };
        }

        return change;
    }
}
