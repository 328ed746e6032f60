using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<GetGroupResponse> GetGroup(GetGroupRequest request, ServerCallContext context)
    {
        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        return group.IsSystem && !request.IncludeSystem ? throw GroupRules.NotFound() : new() { Group = group.ToGroup() };
    }
}
