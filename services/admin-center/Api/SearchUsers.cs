using Microsoft.AspNetCore.Mvc;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Api;

internal static class SearchUsers
{
    /// <summary>Search users</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="text">Words, each the beginning of the userName, of the first or of the last name; all must match.</param>
    /// <param name="source">Only those that this one manages.</param>
    /// <param name="state">Only those in this state; absent: active ones.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="pageToken">NextPageToken of the page before, with the same search.</param>
    /// <param name="api">The request.</param>
    public static async Task<UserPage> HandleAsync(
        string organization, [FromQuery] string? text, [FromQuery] Source? source, [FromQuery] UserState? state,
        [FromQuery] uint? pageSize, [FromQuery] string? pageToken, ApiCall api)
    {
        var request = new SearchUsersRequest
        {
            OrganizationId = organization,
            Text = text ?? "",
            PageSize = pageSize ?? 0,
            PageToken = pageToken ?? "",
            Sources = { Words.Only<Common.V1.Source>(source) },
            States = { Words.Only<Identity.V1.UserState>(state) },
        };
        var answer = await api.AskAsync(() => api.Backends.Users.SearchUsersAsync(request, cancellationToken: api.Aborted));
        var syncs = await LastSyncs.FindAsync(api, organization, answer.Users.Where(user => user.Source == Common.V1.Source.Scim).Select(user => user.Id));
        return new([.. answer.Users.Select(user => User.Of(user) with { LastSync = syncs.GetValueOrDefault(user.Id) })], Words.Some(answer.NextPageToken), answer.ActiveUsers);
    }
}
