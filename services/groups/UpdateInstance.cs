using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<UpdateInstanceResponse> UpdateInstance(UpdateInstanceRequest request, ServerCallContext context)
    {
        InstanceRules.Check(request.Product, request.Name, request.Environment, request.Roles);
        var (instance, position) = await store.UpdateAsync(request);
        return new() { Instance = instance, Position = position };
    }
}
