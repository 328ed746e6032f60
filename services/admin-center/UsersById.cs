using OptiId.Identity.V1;

namespace OptiId.AdminCenter;

/// <summary>Users by their ids, however many: GetUsers takes 1,000 at once, and their documents may be large.</summary>
internal static class UsersById
{
    private const int AtOnce = 200;

    /// <summary>By id; unknown and deleted ones are left out.</summary>
    public static async Task<Dictionary<string, User>> ReadByIdAsync(
        this UsersService.UsersServiceClient users, string organizationId, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, User>(StringComparer.Ordinal);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var answer = await users.GetUsersAsync(new() { OrganizationId = organizationId, UserIds = { chunk } }, cancellationToken: cancellation);
            foreach (var user in answer.Users)
            {
                found[user.Id] = user;
            }
        }

        return found;
    }
}
