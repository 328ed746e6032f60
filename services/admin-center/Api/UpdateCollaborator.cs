using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class UpdateCollaborator
{
    /// <summary>Change a collaborator</summary>
    /// <remarks>What the identity provider manages is refused: 409, MANAGED_BY_IDENTITY_PROVIDER.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="body">The collaborator as it is to be.</param>
    /// <param name="ifMatch">The version that was edited, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<User> HandleAsync(
        string organization, string id, Collaborator body, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Change a collaborator", cause => api.Backends.Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = organization,
            UserId = id,
            UserName = body.UserName,
            GivenName = body.GivenName,
            FamilyName = body.FamilyName,
            IfVersion = version,
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.User.Version);
        return User.Of(answer.User, withAttributes: true);
    }
}
