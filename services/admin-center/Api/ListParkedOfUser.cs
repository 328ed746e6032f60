namespace OptiId.AdminCenter.Api;

internal static class ListParkedOfUser
{
    /// <summary>List the groups that wait for a user</summary>
    public static async Task<ParkedGroupList> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Groups.ListParkedOfUserAsync(
            new() { OrganizationId = organization, UserId = id }, cancellationToken: api.Aborted));
        return new([.. answer.Groups.Select(parked => new ParkedGroup(Group.Of(parked.Group), parked.Since.ToDateTimeOffset(), parked.Expires.ToDateTimeOffset()))]);
    }
}
