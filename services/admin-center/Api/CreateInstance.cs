using Microsoft.AspNetCore.Http.HttpResults;

namespace OptiId.AdminCenter.Api;

internal static class CreateInstance
{
    /// <summary>Add a product instance</summary>
    public static async Task<Created<Instance>> HandleAsync(string organization, InstanceEdit body, ApiCall api)
    {
        var answer = await api.ChangeAsync("Add a product instance", cause => api.Backends.Instances.CreateInstanceAsync(new()
        {
            OrganizationId = organization,
            Product = body.Product,
            Name = body.Name,
            Environment = body.Environment,
            Roles = { body.Roles },
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Instance.Version);
        return TypedResults.Created($"/api/v1/organizations/{organization}/instances/{answer.Instance.Id}", Instance.Of(answer.Instance));
    }
}
