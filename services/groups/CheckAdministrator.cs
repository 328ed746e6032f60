using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<CheckAdministratorResponse> CheckAdministrator(CheckAdministratorRequest request, ServerCallContext context)
    {
        if (request.OrganizationId.Length == 0 || request.UserId.Length == 0)
        {
            return new();
        }

        var known = users.LookUpAsync(request.OrganizationId, [request.UserId], context.CancellationToken);
        var group = await store.FindAsync(request.OrganizationId, SystemGroups.AdministratorsId(request.OrganizationId));
        var edges = group is null ? [] : await members.ReadEdgesAsync(group, [request.UserId]);
        return new()
        {
            Administrator = (await known).TryGetValue(request.UserId, out var user) && user.State == UserState.Active
                && edges.TryGetValue(request.UserId, out var edge) && edge.Tenure == user.Tenure,
        };
    }
}
