using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OptiId.Identity.V1;

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
        var request = new DeleteUserRequest { OrganizationId = organization, UserId = id, ByAdministrator = true };
        if (ApiCall.VersionIn(ifMatch) is var version and > 0)
        {
            request.IfVersion.Add(version);
        }

        var answer = await api.ChangeAsync("Delete a user", cause =>
        {
            request.Cause = cause;
            return api.Backends.Users.DeleteUserAsync(request);
        });
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
