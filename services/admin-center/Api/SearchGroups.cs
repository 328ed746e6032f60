using Microsoft.AspNetCore.Mvc;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Api;

internal static class SearchGroups
{
    /// <summary>Search groups</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="text">A part of the displayName, in any letter case.</param>
    /// <param name="source">Only those that this one manages.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="pageToken">NextPageToken of the page before, with the same search.</param>
    /// <param name="api">The request.</param>
    public static async Task<GroupPage> HandleAsync(
        string organization, [FromQuery] string? text, [FromQuery] Source? source, [FromQuery] uint? pageSize, [FromQuery] string? pageToken, ApiCall api)
    {
        var request = new SearchGroupsRequest
        {
            OrganizationId = organization,
            Text = text ?? "",
            PageSize = pageSize ?? 0,
            PageToken = pageToken ?? "",
            Sources = { Words.Only<Common.V1.Source>(source) },
        };
        var answer = await api.AskAsync(() => api.Backends.Groups.SearchGroupsAsync(request, cancellationToken: api.Aborted));
        var syncs = await LastSyncs.FindAsync(api, organization, answer.Groups.Where(group => group.Source == Common.V1.Source.Scim).Select(group => group.Id));
        return new([.. answer.Groups.Select(group => Group.Of(group) with { LastSync = syncs.GetValueOrDefault(group.Id) })], Words.Some(answer.NextPageToken), answer.GroupsInAll);
    }
}
