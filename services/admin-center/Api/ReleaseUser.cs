using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ReleaseUser
{
    /// <summary>Release a user from the identity provider</summary>
    /// <remarks>The user becomes local: it can be changed and deleted here.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="ifMatch">The version that was seen, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<User> HandleAsync(string organization, string id, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Release a user", cause => api.Backends.Users.ReleaseUserAsync(
            new() { OrganizationId = organization, UserId = id, IfVersion = version, Cause = cause }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.User.Version);
        return User.Of(answer.User, withAttributes: true);
    }
}
