using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    private const int MaximumAskedAtOnce = 200;

    public override async Task<CheckMembersResponse> CheckMembers(CheckMembersRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaximumAskedAtOnce)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumAskedAtOnce} users at once.");
        }

        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        if (group.Record.Everyone)
        {
            throw new RefusedException(Reason.SystemGroup, "Everyone holds every active user, always; it has no list of its own.");
        }

        // Memberships of an earlier stay don't count (P9); they are about to be cleared.
        var edges = await members.ReadEdgesAsync(group, [.. request.UserIds.Distinct()]);
        var known = await users.LookUpAsync(request.OrganizationId, edges.Keys, context.CancellationToken);
        return new() { UserIds = { edges.Where(edge => known.TryGetValue(edge.Key, out var user) && user.Tenure == edge.Value.Tenure).Select(edge => edge.Key) } };
    }
}
