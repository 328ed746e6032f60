using OptiId.Identity.V1;

namespace OptiId.Groups;

/// <summary>Asks identity for users' states: whether a member counts, and in which stay.</summary>
internal sealed class UserDirectory(UsersService.UsersServiceClient users)
{
    private const int PageSize = 1_000;

    /// <summary>The states of those users that are there.</summary>
    public async Task<IReadOnlyDictionary<string, UserStatus>> LookUpAsync(string organizationId, IReadOnlyCollection<string> userIds, CancellationToken cancellation)
    {
        if (userIds.Count == 0)
        {
            return new Dictionary<string, UserStatus>();
        }

        var pages = await Task.WhenAll(userIds.Chunk(PageSize).Select(async ids => await users.LookUpUsersAsync(
            new() { OrganizationId = organizationId, UserIds = { ids } }, cancellationToken: cancellation)));
        return pages.SelectMany(page => page.Users).ToDictionary(user => user.UserId, StringComparer.Ordinal);
    }
}
