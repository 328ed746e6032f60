using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class PreviewGrants
{
    /// <summary>See who would gain or lose what</summary>
    /// <remarks>Nothing is changed.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="body">What would be granted and ended.</param>
    /// <param name="atLeast">Positions of changes that the answer must include (Optiid-Position).</param>
    /// <param name="api">The request.</param>
    public static async Task<GrantPreview> HandleAsync(string organization, string id, GrantChange body, [FromQuery] string[]? atLeast, ApiCall api)
    {
        var request = body.ToRoles().ToPreview(organization, id, ApiCall.ConsistencyOf(atLeast));
        var answer = await api.AskAsync(() => api.Backends.Access.PreviewGrantsAsync(request, cancellationToken: api.Aborted));
        var people = await Person.FindAsync(api, organization, answer.Effects.SelectMany(effect => effect.Examples));
        return new(
            [.. answer.Effects.Select(effect => new RoleEffect(effect.InstanceId, effect.Role, effect.Gained, effect.Users, [.. effect.Examples.Select(user => people[user])]))],
            answer.Members,
            answer.Partial,
            Freshness.Of(answer.Freshness));
    }
}
