namespace OptiId.AdminCenter.Api;

internal static class GetGroup
{
    /// <summary>Get a group</summary>
    public static async Task<Group> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Groups.GetGroupAsync(
            new() { OrganizationId = organization, GroupId = id, IncludeSystem = true }, cancellationToken: api.Aborted));
        api.TellVersion(answer.Group.Version);
        var syncs = await LastSyncs.FindAsync(api, organization, [id]);
        return Group.Of(answer.Group) with { LastSync = syncs.GetValueOrDefault(id) };
    }
}
