using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class OrganizationsRpc
{
    private const int MaximumNameLength = 100;

    public override async Task<CreateOrganizationResponse> CreateOrganization(CreateOrganizationRequest request, ServerCallContext context)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > MaximumNameLength || name.Any(char.IsControl))
        {
            throw new RefusedException(Reason.InvalidValue, $"An organization needs a name of 1 to {MaximumNameLength} characters.");
        }

        var organization = new Organization
        {
            Id = Guid.CreateVersion7().ToString(),
            Name = name,
            Mode = request.Mode == ProvisioningMode.Unspecified ? ProvisioningMode.Jit : request.Mode,
            SyncedAttributesOnly = request.SyncedAttributesOnly,
            Created = time.GetUtcNow().ToTimestamp(),
            Version = 1,
        };
        var position = await store.CreateAsync(organization, request.Cause);
        return new() { Organization = organization, Position = position };
    }
}
