using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<EndGrantResponse> EndGrant(EndGrantRequest request, ServerCallContext context) =>
        new() { Position = await grants.EndAsync(request.OrganizationId, request.GroupId, request.InstanceId, request.Role, request.Cause) };
}
