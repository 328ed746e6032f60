using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ListGroupsResponse> ListGroups(ListGroupsRequest request, ServerCallContext context)
    {
        var query = ListQuery.Read(
            ResourceTypes.Group, request.OrganizationId, request.Filter, request.SortBy, request.Descending, request.StartIndex, request.Count,
            request.HasCursor ? request.Cursor : null);
        if (query.Order?.Path.Attribute.Name == "members")
        {
            throw new RefusedException(Reason.InvalidValue, "Groups can't be sorted by their members.");
        }

        var system = request.IncludeSystem ? await store.ReadSystemAsync(request.OrganizationId) : [];
        var list = new GroupList(request.OrganizationId, system, store, members, options.MaximumScan);
        var page = await pager.ReadAsync(query, list, context.CancellationToken);
        return new() { TotalResults = (uint)page.Total, Groups = { page.Items.Select(group => group.ToGroup()) }, NextCursor = page.NextCursor };
    }
}
