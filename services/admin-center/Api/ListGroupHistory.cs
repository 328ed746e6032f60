using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListGroupHistory
{
    /// <summary>List the changes of a group</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="before">NextBefore of the page before.</param>
    /// <param name="api">The request.</param>
    public static async Task<HistoryPage> HandleAsync(string organization, string id, [FromQuery] uint? pageSize, [FromQuery] ulong? before, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Groups.ListGroupHistoryAsync(
            new() { OrganizationId = organization, GroupId = id, PageSize = pageSize ?? 0, Before = before ?? 0 }, cancellationToken: api.Aborted));
        return HistoryPage.Of(answer.Changes, answer.NextBefore);
    }
}
