using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    public override async Task ListMembers(ListMembersRequest request, IServerStreamWriter<ListMembersResponse> responseStream, ServerCallContext context)
    {
        var group = await store.GetAsync(request.OrganizationId, request.GroupId);
        await foreach (var page in members.ReadPagesAsync(group, context.CancellationToken))
        {
            await responseStream.WriteAsync(new() { UserIds = { page.Select(member => member.UserId) } }, context.CancellationToken);
        }
    }
}
