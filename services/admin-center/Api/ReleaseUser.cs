namespace OptiId.AdminCenter.Api;

internal static class ReleaseUser
{
    /// <summary>Release a user from the identity provider</summary>
    /// <remarks>The user becomes local: it can be changed and deleted here.</remarks>
    public static async Task<User> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.ChangeAsync("Release a user", cause => api.Backends.Users.ReleaseUserAsync(
            new() { OrganizationId = organization, UserId = id, Cause = cause }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.User.Version);
        return User.Of(answer.User, withAttributes: true);
    }
}
