using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<SearchUsersResponse> SearchUsers(SearchUsersRequest request, ServerCallContext context)
    {
        var query = ReadQuery(request);
        await organizations.GetAsync(request.OrganizationId);
        var fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\0', nameof(SearchUsers), query.OrganizationId, string.Join(' ', query.Terms), string.Join(' ', query.Sources), string.Join(' ', query.States))));
        var after = request.PageToken.Length == 0
            ? null
            : Convert.FromBase64String(await cursors.OpenAsync(request.OrganizationId, request.PageToken, fingerprint));
        var page = await search.ReadAsync(query, after, Pages.SizeOf(request.PageSize));
        return new()
        {
            Users = { page.Users },
            NextPageToken = page.Next is null ? "" : await cursors.SealAsync(request.OrganizationId, Convert.ToBase64String(page.Next), fingerprint),
            ActiveUsers = await organizations.CountUsersAsync(request.OrganizationId),
        };
    }

    private static UserSearchQuery ReadQuery(SearchUsersRequest request)
    {
        Source[] sources = request.Sources.Count == 0 ? UserSearchIndex.Sources : [.. request.Sources.Distinct().Order()];
        UserState[] states = request.States.Count == 0 ? [UserState.Active] : [.. request.States.Distinct().Order()];
        if (sources.Except(UserSearchIndex.Sources).Any())
        {
            throw new RefusedException(Reason.InvalidValue, "Users are managed by scim, jit or local.");
        }

        return states.Except(UserSearchIndex.States).Any()
            ? throw new RefusedException(Reason.InvalidValue, "Active and deactivated users can be searched for; a deleted one is gone.")
            : new(request.OrganizationId, UserWords.InSearch(request.Text), sources, states);
    }
}
