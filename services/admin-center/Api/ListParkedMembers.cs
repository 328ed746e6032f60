namespace OptiId.AdminCenter.Api;

internal static class ListParkedMembers
{
    /// <summary>List who was pushed as a member and isn't here yet</summary>
    public static async Task<ParkedMemberList> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Groups.ListParkedMembersAsync(
            new() { OrganizationId = organization, GroupId = id }, cancellationToken: api.Aborted));
        return new([.. answer.Members.Select(member => new ParkedMember(member.UserId, member.Since.ToDateTimeOffset(), member.Expires.ToDateTimeOffset()))]);
    }
}
