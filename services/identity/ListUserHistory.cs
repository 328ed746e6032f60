using Grpc.Core;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    // A deleted user's too, as long as the id may come back; an erased one is unknown, and so is what happened to it (P10).
    public override async Task<ListUserHistoryResponse> ListUserHistory(ListUserHistoryRequest request, ServerCallContext context)
    {
        var user = await store.GetAsync(request.OrganizationId, request.UserId, evenDeleted: true);
        var page = await history.ReadAsync(Partition.Of(request.OrganizationId), user.Id, request.Before, Pages.SizeOf(request.PageSize));
        return new() { Changes = { page.Changes }, NextBefore = page.NextBefore };
    }
}
