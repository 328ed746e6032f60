namespace OptiId.AdminCenter.Api;

internal static class ListGrantsOfGroup
{
    /// <summary>List the roles that a group has</summary>
    public static async Task<GrantList> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Instances.ListGrantsAsync(
            new() { OrganizationId = organization, GroupId = id }, cancellationToken: api.Aborted));
        api.TellVersion(answer.Version);
        return new([.. answer.Grants.Select(Grant.Of)]);
    }
}
