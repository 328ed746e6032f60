using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<DeleteGroupResponse> DeleteGroup(DeleteGroupRequest request, ServerCallContext context)
    {
        var position = await store.DeleteAsync(request.OrganizationId, request.GroupId, new(request.IfVersion, request.UnlessVersion), request.Cause, group =>
            GroupRules.CheckManager(group, request.Manager, membersOnly: false));
        return new() { Position = position };
    }
}
