using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Users by their ids, however many, and however large: GetUsers takes 1,000 at once, and refuses those that together fit no message.</summary>
internal static class UsersById
{
    private const int AtOnce = 200;

    /// <summary>By id; unknown and deleted ones are left out.</summary>
    public static async Task<Dictionary<string, User>> ReadByIdAsync(
        this UsersService.UsersServiceClient users, string organizationId, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<string, User>(StringComparer.Ordinal);
        var left = new Stack<string[]>(ids.Distinct(StringComparer.Ordinal).Chunk(AtOnce));
        while (left.TryPop(out var chunk))
        {
            try
            {
                var answer = await users.GetUsersAsync(new() { OrganizationId = organizationId, UserIds = { chunk } }, cancellationToken: cancellation);
                foreach (var user in answer.Users)
                {
                    found[user.Id] = user;
                }
            }
            catch (RpcException e) when (chunk.Length > 1 && Refusals.ReasonOf(e) == Reason.TooMany)
            {
                left.Push(chunk[..(chunk.Length / 2)]);
                left.Push(chunk[(chunk.Length / 2)..]);
            }
        }

        return found;
    }
}
