using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class OrganizationsRpc
{
    public override async Task<SetProvisioningModeResponse> SetProvisioningMode(SetProvisioningModeRequest request, ServerCallContext context)
    {
        if (request.Mode == ProvisioningMode.Unspecified)
        {
            throw new RefusedException(Reason.InvalidValue, "The mode is JIT or SCIM.");
        }

        var (organization, position) = await store.SetModeAsync(request.OrganizationId, request.Mode, request.Cause);
        return new() { Organization = organization, Position = position };
    }
}
