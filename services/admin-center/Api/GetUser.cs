namespace OptiId.AdminCenter.Api;

internal static class GetUser
{
    /// <summary>Get a user</summary>
    public static async Task<User> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Users.GetUserAsync(
            new() { OrganizationId = organization, UserId = id }, cancellationToken: api.Aborted));
        api.TellVersion(answer.User.Version);
        var syncs = await LastSyncs.FindAsync(api, organization, [id]);
        return User.Of(answer.User, withAttributes: true) with { LastSync = syncs.GetValueOrDefault(id) };
    }
}
