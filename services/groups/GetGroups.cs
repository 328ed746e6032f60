using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<GetGroupsResponse> GetGroups(GetGroupsRequest request, ServerCallContext context)
    {
        if (request.GroupIds.Count > MaximumAskedAtOnce)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumAskedAtOnce} groups at once.");
        }

        var groups = await store.ReadAsync(request.OrganizationId, request.GroupIds);
        return new() { Groups = { groups.Select(group => group.ToGroup()) } };
    }
}
