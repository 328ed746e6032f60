using Grpc.Core;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter;

internal sealed partial class AuditRpc
{
    private const int DefaultPageSize = 50, MaximumPageSize = 500;

    public override Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context) =>
        ListAsync(request, context.CancellationToken);

    /// <summary>The same for whoever is in this process.</summary>
    public async Task<ListAuditEntriesResponse> ListAsync(ListAuditEntriesRequest request, CancellationToken cancellation)
    {
        if (request.Before == 0)
        {
            await log.CatchUpAsync(request.OrganizationId, cancellation);
        }

        var last = request.Before == 0 ? (await store.ReadHeadAsync(request.OrganizationId)).Number : request.Before - 1;
        var size = request.PageSize == 0 ? DefaultPageSize : (int)Math.Min(request.PageSize, MaximumPageSize);
        var response = new ListAuditEntriesResponse();
        foreach (var entry in await store.ReadDownAsync(request.OrganizationId, last, AuditStore.MaximumRead))
        {
            if (response.Entries.Count == size)
            {
                break;
            }

            last--;
            if (entry is not null && Matches(entry, request))
            {
                response.Entries.Add(entry);
            }
        }

        response.NextBefore = last == 0 ? 0 : last + 1;
        return response;
    }

    private static bool Matches(AuditEntry entry, ListAuditEntriesRequest request) =>
        (request.Actor.Length == 0 || entry.Actor == request.Actor)
        && (request.TargetId.Length == 0 || entry.Targets.Any(target => target.Id == request.TargetId))
        && entry.Action.StartsWith(request.Action, StringComparison.Ordinal);
}
