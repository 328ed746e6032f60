using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task<ListParkedOfUserResponse> ListParkedOfUser(ListParkedOfUserRequest request, ServerCallContext context)
    {
        var parked = await members.ReadParkedOfUserAsync(request.OrganizationId, request.UserId);
        return new()
        {
            Groups =
            {
                parked.OrderBy(pair => pair.Group.Record.DisplayName, StringComparer.OrdinalIgnoreCase).Select(pair => new ParkedGroup
                {
                    Group = pair.Group.ToGroup(),
                    Since = DateTimeOffset.FromUnixTimeMilliseconds(pair.Parked.SinceMs).ToTimestamp(),
                    Expires = DateTimeOffset.FromUnixTimeMilliseconds(pair.Parked.ExpiresMs).ToTimestamp(),
                }),
            },
        };
    }
}
