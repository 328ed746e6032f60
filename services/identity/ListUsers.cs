using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const int MaximumPage = 1_000;

    public override async Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var count = (int)Math.Min(request.Count, MaximumPage);
        var start = (int)Math.Clamp(request.StartIndex, 1, int.MaxValue) - 1;
        if (request.Filter.Length == 0)
        {
            return request.HasCursor ? await ListAfterAsync(request, count) : await ListByIndexAsync(request, start, count);
        }

        var filter = FilterParser.Parse(request.Filter, ResourceTypes.User);
        var matches = await FindCandidatesAsync(request.OrganizationId, filter) is { } candidates
            ? candidates.Where(user => Matches(filter, user)).ToList()
            : await ScanAsync(request.OrganizationId, filter, context.CancellationToken);
        return new() { TotalResults = (uint)matches.Count, Users = { matches.Skip(start).Take(count) } };
    }

    private static bool Matches(Filter filter, User user) => FilterEvaluator.Matches(filter, UserDocument.ToResource(user), ResourceTypes.User);

    private async Task<ListUsersResponse> ListByIndexAsync(ListUsersRequest request, int start, int count)
    {
        var total = store.CountAsync(request.OrganizationId);
        var users = await store.ReadPageAsync(request.OrganizationId, start, count);
        return new() { TotalResults = (uint)await total, Users = { users } };
    }

    private async Task<ListUsersResponse> ListAfterAsync(ListUsersRequest request, int count)
    {
        var total = await store.CountAsync(request.OrganizationId);
        var after = PageCursor.Parse(request.Cursor);
        var users = await store.ReadAfterAsync(request.OrganizationId, after, count + 1);
        var page = users.Take(count).ToList();
        return new()
        {
            TotalResults = (uint)total,
            Users = { page },
            NextCursor = users.Count > count ? new PageCursor(page[^1].Number, page[^1].Id).ToString() : "",
        };
    }

    /// <summary>What an index narrows the filter to; null where none does.</summary>
    private async Task<IReadOnlyList<User>?> FindCandidatesAsync(string organizationId, Filter filter)
    {
        if (FilterLookups.TryFindEquality(filter, "id", out var id))
        {
            return await store.ReadAsync(organizationId, [id]) is [{ State: not UserState.Deleted } user] ? [user] : [];
        }

        if (FilterLookups.TryFindEquality(filter, UserDocument.UserName, out var userName))
        {
            return await store.FindByUserNameAsync(organizationId, userName, evenDeleted: false) is { } user ? [user] : [];
        }

        if (FilterLookups.TryFindEquality(filter, UserDocument.ExternalId, out var externalId))
        {
            return await store.FindByExternalIdAsync(organizationId, externalId);
        }

        return FilterLookups.TryFindEquality(filter, "emails.value", out var email) ? await store.FindByEmailAsync(organizationId, email) : null;
    }

    private async Task<List<User>> ScanAsync(string organizationId, Filter filter, CancellationToken cancellation)
    {
        if (await store.CountAsync(organizationId) > options.MaximumScan)
        {
            throw new RefusedException(Reason.TooMany,
                $"No index serves this filter, and the organization has more than {options.MaximumScan} users. Filter by userName, externalId, id or emails.value with eq.");
        }

        var matches = new List<User>();
        for (var start = 0; ; start += MaximumPage)
        {
            cancellation.ThrowIfCancellationRequested();
            var users = await store.ReadPageAsync(organizationId, start, MaximumPage);
            matches.AddRange(users.Where(user => Matches(filter, user)));
            if (users.Count < MaximumPage)
            {
                return matches;
            }
        }
    }
}
