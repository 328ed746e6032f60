using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class PageMembers
{
    /// <summary>List a group's members</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="pageToken">NextPageToken of the page before.</param>
    /// <param name="api">The request.</param>
    public static async Task<MemberPage> HandleAsync(
        string organization, string id, [FromQuery] uint? pageSize, [FromQuery] string? pageToken, ApiCall api)
    {
        var page = await api.AskAsync(() => api.Backends.Groups.PageMembersAsync(
            new() { OrganizationId = organization, GroupId = id, PageSize = pageSize ?? 0, PageToken = pageToken ?? "" }, cancellationToken: api.Aborted));
        var people = await Person.FindAsync(api, organization, page.Members.Select(member => member.UserId));
        return new(
            [.. page.Members.Select(member => new Member(people[member.UserId], Words.At(member.Since), Cause.Of(member.Cause)))],
            Words.Some(page.NextPageToken));
    }
}
