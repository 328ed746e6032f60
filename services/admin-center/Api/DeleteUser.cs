using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class DeleteUser
{
    /// <summary>Delete a collaborator</summary>
    /// <remarks>What the identity provider manages is refused: 409, MANAGED_BY_IDENTITY_PROVIDER.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="ifMatch">The version that was seen, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<NoContent> HandleAsync(string organization, string id, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var versions = ApiCall.VersionsIn(ifMatch);
        var answer = await api.ChangeAsync("Delete a user", cause => api.Backends.Users.DeleteUserAsync(
            new() { OrganizationId = organization, UserId = id, ByAdministrator = true, IfVersion = { versions }, Cause = cause }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
