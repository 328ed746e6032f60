using Grpc.Core;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var query = ListQuery.Read(
            ResourceTypes.User, request.OrganizationId, request.Filter, request.SortBy, request.Descending, request.StartIndex, request.Count,
            request.HasCursor ? request.Cursor : null);
        var page = await pager.ReadAsync(query, new UserList(request.OrganizationId, store, orders, options.MaximumScan), context.CancellationToken);
        return new() { TotalResults = (uint)page.Total, Users = { page.Items }, NextCursor = page.NextCursor };
    }
}
