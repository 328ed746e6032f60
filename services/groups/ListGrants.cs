using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<ListGrantsResponse> ListGrants(ListGrantsRequest request, ServerCallContext context)
    {
        if ((request.GroupId.Length > 0) == (request.InstanceId.Length > 0))
        {
            throw new RefusedException(Reason.InvalidValue, "Name a group or an instance, one of the two.");
        }

        if (request.InstanceId.Length > 0)
        {
            return new() { Grants = { await store.ReadGrantsOnAsync(request.OrganizationId, request.InstanceId) } };
        }

        var (ofGroup, version) = await grants.ReadOfGroupAsync(request.OrganizationId, request.GroupId);
        return new() { Grants = { ofGroup }, Version = version };
    }
}
