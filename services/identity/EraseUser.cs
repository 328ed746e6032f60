using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<EraseUserResponse> EraseUser(EraseUserRequest request, ServerCallContext context)
    {
        var position = await store.EraseAsync(request.OrganizationId, request.UserId, request.Cause, user =>
        {
            // It would come back with the next sync, under a new id. A just-in-time user may be erased: who signs in again is a new person here.
            if (user is { State: UserState.Active, Source: Source.Scim })
            {
                throw new RefusedException(
                    Reason.ManagedByIdentityProvider, "The identity provider still assigns this user and would send it again: unassign it there first, or release the user here if it is no longer assigned.");
            }
        });
        return new() { Position = position };
    }
}
