namespace OptiId.AdminCenter.Api;

internal static class ListGroupsOfUser
{
    /// <summary>List a user's groups</summary>
    public static async Task<GroupList> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Groups.ListGroupsOfUserAsync(
            new() { OrganizationId = organization, UserId = id }, cancellationToken: api.Aborted));
        return new([.. answer.Groups.Select(Group.Of)]);
    }
}
