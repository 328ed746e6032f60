using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<SearchGroupsResponse> SearchGroups(SearchGroupsRequest request, ServerCallContext context)
    {
        var search = new GroupSearch(request);
        var after = request.PageToken.Length == 0 ? "" : await cursors.OpenAsync(request.OrganizationId, request.PageToken, search.Fingerprint);
        var response = new SearchGroupsResponse { GroupsInAll = (ulong)await store.CountNamesAsync(request.OrganizationId) };
        if (response.GroupsInAll > (ulong)options.MaximumScan)
        {
            throw new RefusedException(Reason.TooMany, $"A search looks at no more than {options.MaximumScan} groups. Ask for one by its whole displayName.");
        }

        // No group has a name with an invisible character.
        if (!CanonicalText.TryCanonicalize(request.Text, out var part))
        {
            return response;
        }

        var found = await store.FindByPartAsync(request.OrganizationId, part, context.CancellationToken);
        var places = found.Select(entry => (Place: GroupSearch.PlaceOf(entry.Name), entry.Id))
            .Where(entry => string.CompareOrdinal(entry.Place, after) > 0).OrderBy(entry => entry.Place, StringComparer.Ordinal).ToList();
        if (await FillAsync(response, search, places, request.OrganizationId, Pages.SizeOf(request.PageSize), context.CancellationToken) is { } last)
        {
            response.NextPageToken = await cursors.SealAsync(request.OrganizationId, last, search.Fingerprint);
        }

        return response;
    }

    /// <summary>Reads the groups in their order until the page is full.</summary>
    /// <returns>The place after which the next page begins; null: there is none.</returns>
    private async Task<string?> FillAsync(
        SearchGroupsResponse response, GroupSearch search, List<(string Place, string Id)> places, string organizationId, int size, CancellationToken cancellation)
    {
        for (var read = 0; read < places.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var chunk = places.GetRange(read, Math.Min(size, places.Count - read));
            var groups = (await store.ReadAsync(organizationId, chunk.Select(entry => entry.Id))).ToDictionary(group => group.Id);
            foreach (var (place, id) in chunk)
            {
                read++;
                if (groups.TryGetValue(id, out var group) && search.Shows(group.Record.Source))
                {
                    response.Groups.Add(group.ToGroup());
                    if (response.Groups.Count == size)
                    {
                        return read < places.Count ? place : null;
                    }
                }
            }
        }

        return null;
    }
}
