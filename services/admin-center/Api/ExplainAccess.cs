using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ExplainAccess
{
    /// <summary>Explain why a user has access, or why not</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="instance">The product instance's id.</param>
    /// <param name="atLeast">Positions of changes that the answer must include (Optiid-Position).</param>
    /// <param name="api">The request.</param>
    public static async Task<AccessExplanation> HandleAsync(
        string organization, [FromQuery] string user, [FromQuery] string instance, [FromQuery] string[]? atLeast, ApiCall api)
    {
        var consistency = ApiCall.ConsistencyOf(atLeast);
        var answer = await api.AskAsync(() => api.Backends.Access.ExplainAsync(
            new() { OrganizationId = organization, UserId = user, InstanceId = instance, Consistency = consistency }, cancellationToken: api.Aborted));
        return new([.. answer.Paths.Select(AccessPath.Of)], Words.Some(answer.Summary), Freshness.Of(answer.Freshness));
    }
}
