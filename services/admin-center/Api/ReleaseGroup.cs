using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ReleaseGroup
{
    /// <summary>Release a group from the identity provider</summary>
    /// <remarks>The group becomes local: it can be changed and deleted here.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="ifMatch">The version that was seen, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<Group> HandleAsync(string organization, string id, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Release a group", cause => api.Backends.Groups.ReleaseGroupAsync(
            new() { OrganizationId = organization, GroupId = id, IfVersion = version, Cause = cause }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Group.Version);
        return Group.Of(answer.Group);
    }
}
