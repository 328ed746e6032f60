using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Api;

internal static class DeleteGroup
{
    /// <summary>Delete a local group</summary>
    /// <remarks>Its memberships and grants end, its users stay.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="ifMatch">The version that was seen, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<NoContent> HandleAsync(string organization, string id, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var versions = ApiCall.VersionsIn(ifMatch);
        var answer = await api.ChangeAsync("Delete a group", cause => api.Backends.Groups.DeleteGroupAsync(new()
        {
            OrganizationId = organization,
            GroupId = id,
            Manager = Manager.Administrator,
            IfVersion = { versions },
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
