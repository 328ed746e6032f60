namespace OptiId.AdminCenter.Api;

internal static class ReleaseGroup
{
    /// <summary>Release a group from the identity provider</summary>
    /// <remarks>The group becomes local: it can be changed and deleted here.</remarks>
    public static async Task<Group> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.ChangeAsync("Release a group", cause => api.Backends.Groups.ReleaseGroupAsync(
            new() { OrganizationId = organization, GroupId = id, Cause = cause }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Group.Version);
        return Group.Of(answer.Group);
    }
}
