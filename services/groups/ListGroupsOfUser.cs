using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ListGroupsOfUserResponse> ListGroupsOfUser(ListGroupsOfUserRequest request, ServerCallContext context)
    {
        var groups = await members.ReadGroupsOfAsync(request.OrganizationId, request.UserId);
        return new() { Groups = { groups.Select(pair => pair.Group.ToGroup()).OrderBy(group => group.DisplayName, StringComparer.OrdinalIgnoreCase) } };
    }
}
