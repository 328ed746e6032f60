using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>GET /Groups (RFC 7644 §3.4.2, RFC 9865). Members are streamed group by group unless they are excluded.</summary>
    private async Task ListAsync(ScimRequest request, ListParameters parameters)
    {
        var projection = parameters.ReadProjection(ResourceTypes.Group);
        var list = await ListAsync(request.Call, parameters, parameters.ReadFilter(ResourceTypes.Group));
        await ListResponse.WriteAsync(request, parameters, list.TotalResults, list.Groups.Count, list.NextCursor, body =>
            WriteAsync(request, body, list.Groups, projection, first: true));
    }

    /// <summary>POST /Groups/.search (RFC 7644 §3.4.3).</summary>
    private async Task SearchAsync(ScimRequest request) =>
        await ListAsync(request, ListParameters.Read(await RequestBody.ReadAsync(request, RequestBody.MaximumUser)));

    /// <summary>A page of groups.</summary>
    /// <param name="call">Whose.</param>
    /// <param name="parameters">Which; their filter isn't looked at.</param>
    /// <param name="filter">The filter, read; null for all.</param>
    public async Task<ListGroupsResponse> ListAsync(ScimCall call, ListParameters parameters, Filter? filter)
    {
        var order = SortOrder.Parse(parameters.SortBy, parameters.SortOrder, ResourceTypes.Group);
        var list = new ListGroupsRequest
        {
            OrganizationId = call.OrganizationId,
            Filter = filter?.ToString() ?? "",
            StartIndex = parameters.StartIndex,
            Count = parameters.Count,
            SortBy = order?.Path.ToString() ?? "",
            Descending = order is { Descending: true },
        };
        if (parameters.Cursor is { } cursor)
        {
            list.Cursor = cursor;
        }

        var found = await calls.CallAsync(() => groups.ListGroupsAsync(list, deadline: ServiceCalls.LongDeadline, cancellationToken: call.Aborted));
        call.Exchange.Found = found.TotalResults + (call.Exchange.Found ?? 0);
        call.Exchange.Group = filter is not null && found.Groups.Count == 1 ? found.Groups[0] : null;
        return found;
    }

    /// <summary>Writes groups of a page, with commas between.</summary>
    public async Task WriteAsync(ScimRequest request, GrowingBody body, IEnumerable<Group> page, Projection projection, bool first)
    {
        var shape = GroupShape.Of(projection);
        foreach (var group in page)
        {
            if (!first)
            {
                ListResponse.Separate(body);
            }

            first = false;
            await WriteAsync(request, body, group, shape);
        }
    }
}
