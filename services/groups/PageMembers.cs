using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<PageMembersResponse> PageMembers(PageMembersRequest request, ServerCallContext context)
    {
        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        if (group.Record.Everyone)
        {
            throw new RefusedException(Reason.SystemGroup, "Everyone holds every active user, always; it has no list of its own.");
        }

        var fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', nameof(PageMembers), request.OrganizationId, request.GroupId)));
        var place = request.PageToken.Length == 0
            ? new(group.Record.MembersKey, Cursor: 0, Skip: 0)
            : MemberPlace.Parse(await cursors.OpenAsync(request.OrganizationId, request.PageToken, fingerprint), group.Record.MembersKey);
        var (page, next) = await members.ReadPageAsync(group, place, Pages.SizeOf(request.PageSize));

        // Memberships of an earlier stay don't count (P9); they are about to be cleared.
        var known = await users.LookUpAsync(request.OrganizationId, [.. page.Select(member => member.UserId)], context.CancellationToken);
        return new()
        {
            Members = { page.Where(member => known.TryGetValue(member.UserId, out var user) && user.Tenure == member.Edge.Tenure).Select(Told) },
            NextPageToken = next is null ? "" : await cursors.SealAsync(request.OrganizationId, next.Value.ToString(), fingerprint),
        };

        static Membership Told((string UserId, EdgeRecord Edge) member) => new()
        {
            UserId = member.UserId,
            Since = DateTimeOffset.FromUnixTimeMilliseconds(member.Edge.SinceMs).ToTimestamp(),
            Cause = new Cause { RequestId = member.Edge.RequestId, Actor = member.Edge.Actor },
        };
    }
}
