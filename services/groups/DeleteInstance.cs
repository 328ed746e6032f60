using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<DeleteInstanceResponse> DeleteInstance(DeleteInstanceRequest request, ServerCallContext context) =>
        new() { Position = await store.DeleteAsync(request) };
}
