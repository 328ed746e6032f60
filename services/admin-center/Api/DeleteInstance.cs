using Microsoft.AspNetCore.Http.HttpResults;

namespace OptiId.AdminCenter.Api;

internal static class DeleteInstance
{
    /// <summary>Delete a product instance</summary>
    /// <remarks>Its grants end with it.</remarks>
    public static async Task<NoContent> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.ChangeAsync("Delete a product instance", cause => api.Backends.Instances.DeleteInstanceAsync(
            new() { OrganizationId = organization, InstanceId = id, Cause = cause }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
