using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        new() { Instance = await store.GetAsync(request.OrganizationId, request.InstanceId) };
}
