using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ChangeGrants
{
    /// <summary>Grant a group roles, and end grants</summary>
    /// <remarks>All or none; of managed groups too. Ask for a preview first to see who would gain or lose what.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="body">What to grant and to end.</param>
    /// <param name="ifMatch">The version of the grants that was edited, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<GrantList> HandleAsync(
        string organization, string id, GrantChange body, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Change the grants of a group", cause => api.Backends.Instances.ChangeGrantsAsync(
            body.ToRoles().ToChange(organization, id, version, cause)));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Version);
        return new([.. answer.Grants.Select(Grant.Of)]);
    }
}
