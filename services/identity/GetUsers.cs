using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const int MaximumAnswerBytes = 12 * 1024 * 1024; // of the 16 MiB that a message between services may hold

    public override async Task<GetUsersResponse> GetUsers(GetUsersRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaximumLookUps)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumLookUps} users at once.");
        }

        var users = (await store.ReadAsync(request.OrganizationId, request.UserIds)).Where(user => user.State != UserState.Deleted).ToList();
        return users.Sum(user => (long)user.CalculateSize()) <= MaximumAnswerBytes
            ? new() { Users = { users } }
            : throw new RefusedException(Reason.TooMany, "These users together are too large for one answer: ask for fewer at once.");
    }
}
