using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<MakeGrantResponse> MakeGrant(MakeGrantRequest request, ServerCallContext context)
    {
        var (grant, position) = await grants.MakeAsync(request.OrganizationId, request.GroupId, request.InstanceId, request.Role, request.Cause);
        return new() { Grant = grant, Position = position };
    }
}
