using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<CreateGroupResponse> CreateGroup(CreateGroupRequest request, ServerCallContext context)
    {
        var source = request.Manager == Manager.Scim ? Source.Scim : Source.Local;
        var wish = MemberWish.Of([new() { Add = new() { UserIds = { request.MemberIds } } }]);
        var (group, counts, position) = await memberChanges.CreateAsync(
            request.OrganizationId, request.DisplayName, request.ExternalId, source, wish, request.Cause, context.CancellationToken);
        return new() { Group = group, Counts = counts, Position = position };
    }
}
