using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class UpdateInstance
{
    /// <summary>Change a product instance</summary>
    /// <remarks>A role that groups have can't be taken from it: 409, ROLE_GRANTED.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The product instance's id.</param>
    /// <param name="body">The product instance as it is to be.</param>
    /// <param name="ifMatch">The version that was edited, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<Instance> HandleAsync(
        string organization, string id, InstanceEdit body, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var version = ApiCall.VersionIn(ifMatch);
        var answer = await api.ChangeAsync("Change a product instance", cause => api.Backends.Instances.UpdateInstanceAsync(new()
        {
            OrganizationId = organization,
            InstanceId = id,
            Product = body.Product,
            Name = body.Name,
            Environment = body.Environment,
            Roles = { body.Roles },
            IfVersion = version,
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Instance.Version);
        return Instance.Of(answer.Instance);
    }
}
