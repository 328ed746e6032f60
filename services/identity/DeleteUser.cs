using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<DeleteUserResponse> DeleteUser(DeleteUserRequest request, ServerCallContext context)
    {
        if (!request.ByAdministrator)
        {
            await GetScimOrganizationAsync(request.OrganizationId);
        }

        var (_, position) = await changes.DeleteAsync(request.OrganizationId, request.UserId, request.Cause, new(request.IfVersion, request.UnlessVersion), before =>
        {
            if (request.ByAdministrator && before.Source == Source.Scim)
            {
                throw new RefusedException(Reason.ManagedByIdentityProvider, "The identity provider manages this user: deactivate or unassign it there, or release it first.");
            }
        });
        return new() { Position = position };
    }
}
