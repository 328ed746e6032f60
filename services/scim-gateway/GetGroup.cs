using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>GET /Groups/{id} (RFC 7644 §3.4.1).</summary>
    private async Task GetAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.Group);
        var group = await GetAsync(request.Call, id);
        request.Call.Preconditions.CheckMatch(group.Version);
        if (request.Call.Preconditions.HasAlready(group.Version))
        {
            ScimResponse.NotModified(request.Http, group.Version);
            return;
        }

        await AnswerAsync(request, StatusCodes.Status200OK, group, projection);
    }

    private async Task<Group> GetAsync(ScimCall call, string id) => Note(call, (await calls.CallAsync(() => groups.GetGroupAsync(
        new() { OrganizationId = call.OrganizationId, GroupId = id }, cancellationToken: call.Aborted))).Group, counts: null);
}
