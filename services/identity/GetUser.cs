using Grpc.Core;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context) =>
        new() { User = await store.GetAsync(request.OrganizationId, request.UserId) };
}
