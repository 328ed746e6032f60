using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const int MaximumAnswerBytes = 12 * 1024 * 1024; // of the 16 MiB that a message between services may hold
    private const int ReadAtOnce = 100; // a user may be a mebibyte: no more are read than are needed to see that they are too many

    public override async Task<GetUsersResponse> GetUsers(GetUsersRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaximumLookUps)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumLookUps} users at once.");
        }

        var (response, size) = (new GetUsersResponse(), 0L);
        foreach (var ids in request.UserIds.Chunk(ReadAtOnce))
        {
            foreach (var user in (await store.ReadAsync(request.OrganizationId, ids)).Where(user => user.State != UserState.Deleted))
            {
                size += user.CalculateSize();
                response.Users.Add(user);
            }

            if (size > MaximumAnswerBytes)
            {
                throw new RefusedException(Reason.TooMany, "These users together are too large for one answer: ask for fewer at once.");
            }
        }

        return response;
    }
}
