using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>GET /Users (RFC 7644 §3.4.2, RFC 9865).</summary>
    private async Task ListAsync(ScimRequest request, ListParameters parameters)
    {
        var projection = parameters.ReadProjection(ResourceTypes.User);
        var list = await ListAsync(request.Call, parameters, parameters.ReadFilter(ResourceTypes.User));
        await ListResponse.WriteAsync(request, parameters, list.TotalResults, list.Users.Count, list.NextCursor, body =>
            WriteAsync(request, body, list.Users, projection, first: true));
    }

    /// <summary>POST /Users/.search (RFC 7644 §3.4.3).</summary>
    private async Task SearchAsync(ScimRequest request) =>
        await ListAsync(request, ListParameters.Read(await RequestBody.ReadAsync(request, RequestBody.MaximumUser)));

    /// <summary>A page of users.</summary>
    /// <param name="call">Whose.</param>
    /// <param name="parameters">Which; their filter isn't looked at.</param>
    /// <param name="filter">The filter, read; null for all.</param>
    public async Task<ListUsersResponse> ListAsync(ScimCall call, ListParameters parameters, Filter? filter)
    {
        var order = SortOrder.Parse(parameters.SortBy, parameters.SortOrder, ResourceTypes.User);
        var list = new ListUsersRequest
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

        var found = await calls.CallAsync(() => users.ListUsersAsync(list, deadline: ServiceCalls.LongDeadline, cancellationToken: call.Aborted));
        call.Exchange.Found = found.TotalResults + (call.Exchange.Found ?? 0);
        call.Exchange.User = filter is not null && found.Users.Count == 1 ? found.Users[0] : null;
        return found;
    }

    /// <summary>Writes users of a page, with commas between.</summary>
    public async Task WriteAsync(ScimRequest request, GrowingBody body, IEnumerable<User> page, Projection projection, bool first)
    {
        foreach (var user in page)
        {
            if (!first)
            {
                ListResponse.Separate(body);
            }

            first = false;
            UserWriter.Write(body, user, projection, await ReadGroupsAsync(request.Call, user, projection), locations);
            await body.SendIfLargeAsync(request.Aborted);
        }
    }
}
