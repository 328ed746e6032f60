using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    public override async Task<GetRequestResponse> GetRequest(GetRequestRequest request, ServerCallContext context)
    {
        var (found, detail) = await store.FindAsync(KeysOf(request.OrganizationId), request.RequestId)
            ?? throw new RefusedException(Reason.RequestNotFound, "There is no such request in the provisioning log: it may be older than what is kept.");
        return new()
        {
            Request = found,
            RequestBody = detail.RequestBody,
            ResponseBody = detail.ResponseBody,
            Cut = detail.Cut,
            RequestHeaders = { detail.RequestHeaders },
        };
    }
}
