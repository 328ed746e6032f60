using Grpc.Core;
using OptiId.Access.Storage;
using OptiId.Access.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    private const int MaximumPage = 1_000;
    private const int DefaultPage = 100;

    public override async Task<ListUsersOfInstanceResponse> ListUsersOfInstance(ListUsersOfInstanceRequest request, ServerCallContext context)
    {
        var (freshness, mayAllow) = await gate.PassAsync(request.OrganizationId, request.Consistency, context.CancellationToken);
        var response = new ListUsersOfInstanceResponse { Freshness = freshness };
        if (mayAllow)
        {
            await FillAsync(response, request, Pages.SizeOf(request.PageSize, DefaultPage, MaximumPage));
        }

        return response;
    }

    /// <summary>
    /// Goes through the groups that have grants, one after the other, and through each one's members in the order of ids; a user is listed
    /// with the first of his groups only. So a page costs the same wherever it is.
    /// </summary>
    private async Task FillAsync(ListUsersOfInstanceResponse response, ListUsersOfInstanceRequest request, int size)
    {
        var groups = await store.ReadGroupsOnInstanceAsync(request.OrganizationId, request.InstanceId);
        var (from, after) = ReadPageToken(request.PageToken);
        var index = groups.TakeWhile(group => string.CompareOrdinal(group.Place, from) < 0).Count();
        if (index < groups.Count && groups[index].Place != from)
        {
            after = ""; // the group that the last page ended in has lost its grant
        }

        for (; index < groups.Count; index++, after = "")
        {
            var (groupId, place) = groups[index];
            var earlier = groups.Take(index).Select(group => group.GroupId).ToHashSet(StringComparer.Ordinal);
            while (await store.ReadMembersAsync(request.OrganizationId, groupId, after, size) is { Count: > 0 } members)
            {
                foreach (var (userId, ways) in await store.ReadWaysAsync(request.OrganizationId, members, request.InstanceId))
                {
                    after = userId;
                    if (ways.Any(way => way.GroupId == groupId) && !ways.Any(way => earlier.Contains(way.GroupId)))
                    {
                        response.Users.Add(new UserAccess { UserId = userId, Roles = { AccessWay.Roles(ways) } });
                    }

                    if (response.Users.Count == size)
                    {
                        response.NextPageToken = $"{place}/{userId}";
                        return;
                    }
                }
            }
        }
    }

    private static (string GroupId, string After) ReadPageToken(string token)
    {
        var parts = token.Split('/');
        return token.Length == 0 ? ("", "") : parts.Length == 2 ? (parts[0], parts[1])
            : throw new RefusedException(Reason.InvalidCursor, "The page token isn't one that this service gave.");
    }
}
