using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ListParkedMembersResponse> ListParkedMembers(ListParkedMembersRequest request, ServerCallContext context)
    {
        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        var parked = await members.ReadParkedAsync(group);
        return new()
        {
            Members =
            {
                parked.Select(pair => new ParkedMember
                {
                    UserId = pair.UserId,
                    Since = DateTimeOffset.FromUnixTimeMilliseconds(pair.Parked.SinceMs).ToTimestamp(),
                    Expires = DateTimeOffset.FromUnixTimeMilliseconds(pair.Parked.ExpiresMs).ToTimestamp(),
                }),
            },
        };
    }
}
