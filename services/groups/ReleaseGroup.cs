using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ReleaseGroupResponse> ReleaseGroup(ReleaseGroupRequest request, ServerCallContext context)
    {
        var (group, position) = await store.ChangeRecordAsync(request.OrganizationId, request.GroupId, request.IfVersion, request.Cause,
            (state, record) =>
            {
                if (state.IsSystem)
                {
                    throw new RefusedException(Reason.SystemGroup, "A reserved group is nobody's to release.");
                }

                record.Source = Source.Local;
            },
            record => new() { GroupReleased = new() { GroupId = record.Id } });
        return new() { Group = group.ToGroup(), Position = position };
    }
}
