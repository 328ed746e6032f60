using Grpc.Core;
using OptiId.Access.V1;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    public override async Task<ListInstancesOfUserResponse> ListInstancesOfUser(ListInstancesOfUserRequest request, ServerCallContext context)
    {
        var (freshness, mayAllow) = await gate.PassAsync(request.OrganizationId, request.Consistency, context.CancellationToken);
        var response = new ListInstancesOfUserResponse { Freshness = freshness };
        if (mayAllow)
        {
            response.Instances.AddRange((await store.ReadInstancesOfAsync(request.OrganizationId, request.UserId)).Select(entry => new InstanceAccess
            {
                InstanceId = entry.InstanceId,
                Product = entry.Instance.Product,
                Name = entry.Instance.Name,
                Roles = { entry.Roles },
            }));
        }

        return response;
    }
}
