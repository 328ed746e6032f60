using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class DeleteInstance
{
    /// <summary>Delete a product instance</summary>
    /// <remarks>Its grants end with it.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The product instance's id.</param>
    /// <param name="ifMatch">The version that was seen, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<NoContent> HandleAsync(string organization, string id, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Delete a product instance", cause => api.Backends.Instances.DeleteInstanceAsync(
            new() { OrganizationId = organization, InstanceId = id, IfVersion = version, Cause = cause }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
