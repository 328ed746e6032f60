using Grpc.Core;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class OrganizationsRpc
{
    public override async Task<GetOrganizationResponse> GetOrganization(GetOrganizationRequest request, ServerCallContext context)
    {
        var organization = await store.GetAsync(request.OrganizationId);
        organization.UserCount = await store.CountUsersAsync(organization.Id);
        return new() { Organization = organization };
    }
}
