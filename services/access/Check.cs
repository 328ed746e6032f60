using Grpc.Core;
using OptiId.Access.Storage;
using OptiId.Access.V1;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    public override async Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        var (freshness, mayAllow) = await gate.PassAsync(request.OrganizationId, request.Consistency, context.CancellationToken);
        var response = new CheckResponse { Freshness = freshness };
        if (mayAllow)
        {
            response.Roles.AddRange(AccessWay.Roles(await store.ReadWaysAsync(request.OrganizationId, request.UserId, request.InstanceId)));
            response.Allowed = request.Role.Length == 0 ? response.Roles.Count > 0 : response.Roles.Contains(request.Role);
        }

        return response;
    }
}
