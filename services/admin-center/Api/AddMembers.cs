namespace OptiId.AdminCenter.Api;

/// <summary>Who is to come into a group.</summary>
internal sealed record NewMembers
{
    /// <summary>From 1 to 1,000 users.</summary>
    public required IReadOnlyList<string> UserIds { get; init; }
}

/// <summary>What a change of members did.</summary>
/// <param name="Group">The group as it is now.</param>
/// <param name="Added">How many came in.</param>
/// <param name="Parked">How many aren't here yet, and count as soon as they are.</param>
internal sealed record MembersAdded(Group Group, ulong Added, ulong Parked);

internal static class AddMembers
{
    private const int MaximumUsers = 1_000;

    /// <summary>Add members to a local group</summary>
    /// <remarks>Adding a present member succeeds and changes nothing.</remarks>
    public static async Task<MembersAdded> HandleAsync(string organization, string id, NewMembers body, ApiCall api)
    {
        if (body.UserIds.Count is 0 or > MaximumUsers)
        {
            throw new InvalidRequestException("userIds", "\"userIds\" must name from 1 to 1,000 users.");
        }

        var answer = await api.ChangeAsync("Add members to a group", cause => api.Backends.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = organization,
            GroupId = id,
            Manager = Groups.V1.Manager.Administrator,
            MemberChanges = { new Groups.V1.MemberChange { Add = new() { UserIds = { body.UserIds } } } },
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Group.Version);
        return new(Group.Of(answer.Group), answer.Counts.Added, answer.Counts.Parked);
    }
}
