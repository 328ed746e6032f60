using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListAccessOfUser
{
    /// <summary>List what a user may do where</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The user's id.</param>
    /// <param name="atLeast">Positions of changes that the answer must include (Optiid-Position).</param>
    /// <param name="api">The request.</param>
    public static async Task<UserAccess> HandleAsync(string organization, string id, [FromQuery] string[]? atLeast, ApiCall api)
    {
        var consistency = ApiCall.ConsistencyOf(atLeast);
        var answer = await api.AskAsync(() => api.Backends.Access.ListInstancesOfUserAsync(
            new() { OrganizationId = organization, UserId = id, Consistency = consistency }, cancellationToken: api.Aborted));
        return new(
            [.. answer.Instances.Select(instance => new InstanceAccess(instance.InstanceId, instance.Product, instance.Name, instance.Roles))],
            Freshness.Of(answer.Freshness));
    }
}
