using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    // An entry may name a thousand members: a page ends early rather than becoming larger than a message may be.
    private const int MaximumHistoryBytes = 2 * 1024 * 1024;

    public override async Task<ListGroupHistoryResponse> ListGroupHistory(ListGroupHistoryRequest request, ServerCallContext context)
    {
        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        var page = await history.ReadAsync(Partition.Of(request.OrganizationId), group.Id, request.Before, Pages.SizeOf(request.PageSize));
        var (response, size) = (new ListGroupHistoryResponse { NextBefore = page.NextBefore }, 0);
        foreach (var change in page.Changes)
        {
            size += change.CalculateSize();
            if (size > MaximumHistoryBytes && response.Changes.Count > 0)
            {
                response.NextBefore = response.Changes[^1].Sequence;
                break;
            }

            response.Changes.Add(change);
        }

        return response;
    }
}
