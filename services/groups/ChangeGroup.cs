using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ChangeGroupResponse> ChangeGroup(ChangeGroupRequest request, ServerCallContext context)
    {
        if (request.Manager == Manager.Unspecified)
        {
            throw new RefusedException(Reason.InvalidValue, "The request doesn't say whether SCIM or an administrator asks.");
        }

        var (group, counts, position) = await memberChanges.ChangeAsync(request, MemberWish.Of(request.MemberChanges), context.CancellationToken);
        return new() { Group = group, Counts = counts, Position = position };
    }
}
