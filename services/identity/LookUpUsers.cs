using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const int MaximumLookUps = 1_000;

    public override async Task<LookUpUsersResponse> LookUpUsers(LookUpUsersRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaximumLookUps)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumLookUps} users at once.");
        }

        var users = await store.ReadAsync(request.OrganizationId, request.UserIds);
        return new()
        {
            Users =
            {
                users.Where(user => request.EvenDeleted || user.State != UserState.Deleted)
                    .Select(user => new UserStatus { UserId = user.Id, State = user.State, Tenure = user.Tenure }),
            },
        };
    }
}
