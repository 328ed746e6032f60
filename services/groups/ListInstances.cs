using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<ListInstancesResponse> ListInstances(ListInstancesRequest request, ServerCallContext context)
    {
        var instances = await store.ReadAllAsync(request.OrganizationId);
        return new()
        {
            Instances = { instances.OrderBy(instance => instance.Product, StringComparer.OrdinalIgnoreCase).ThenBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase) },
        };
    }
}
