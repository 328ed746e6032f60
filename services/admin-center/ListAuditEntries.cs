using Grpc.Core;
using OptiId.Admin.V1;

namespace OptiId.AdminCenter;

internal sealed partial class AuditRpc
{
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context)
    {
        var page = await reader.ListAsync(
            request.OrganizationId, new(request.Actor, request.TargetId, request.Action, request.RequestId), request.Before, request.PageSize, context.CancellationToken);
        return new() { Entries = { page.Entries }, NextBefore = page.NextBefore };
    }
}
