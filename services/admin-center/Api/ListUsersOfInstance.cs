using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListUsersOfInstance
{
    /// <summary>List who has access to a product instance</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The product instance's id.</param>
    /// <param name="pageSize">At most 1,000; 100 by default.</param>
    /// <param name="pageToken">NextPageToken of the page before.</param>
    /// <param name="atLeast">Positions of changes that the answer must include (Optiid-Position).</param>
    /// <param name="api">The request.</param>
    public static async Task<InstanceUserPage> HandleAsync(
        string organization, string id, [FromQuery] uint? pageSize, [FromQuery] string? pageToken, [FromQuery] string[]? atLeast, ApiCall api)
    {
        var consistency = ApiCall.ConsistencyOf(atLeast);
        var page = await api.AskAsync(() => api.Backends.Access.ListUsersOfInstanceAsync(
            new() { OrganizationId = organization, InstanceId = id, PageSize = pageSize ?? 0, PageToken = pageToken ?? "", Consistency = consistency },
            cancellationToken: api.Aborted));
        var people = await Person.FindAsync(api, organization, page.Users.Select(user => user.UserId));
        return new(
            [.. page.Users.Select(user => new InstanceUser(people[user.UserId], user.Roles))],
            Words.Some(page.NextPageToken),
            Freshness.Of(page.Freshness));
    }
}
