using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    // Okta may send one operation for each of 1,000 members that leave, and one for all who come (facts/okta.md §5.5).
    private const int MaximumOperations = 10_000;

    /// <summary>
    /// PATCH /Groups/{id} (RFC 7644 §3.5.2). Answered with 204, so that changing one member costs the same in a group of ten and of
    /// 300,000 (P16); with the group only where attributes are asked for.
    /// </summary>
    private async Task PatchAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.Group);
        var group = await PatchAsync(request.Call, id, await RequestBody.ReadAsync(request, RequestBody.MaximumGroup));
        if (projection.NamesAttributes)
        {
            await AnswerAsync(request, StatusCodes.Status200OK, group, projection);
            return;
        }

        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(group.Version);
        request.Http.Response.Headers.Location = locations.Group(group.Id);
        await ScimResponse.WriteNoContentAsync(request.Http);
    }

    public async Task<Group> PatchAsync(ScimCall call, string id, JsonObject body)
    {
        var change = new ChangeGroupRequest { OrganizationId = call.OrganizationId, GroupId = id, Manager = Manager.Scim };
        GroupPatch.Read(PatchBody.Read(body, ResourceTypes.Group, MaximumOperations), change);
        await CheckAbsenceAsync(call, id);
        return await ChangeAsync(call, change);
    }

    private async Task<Group> ChangeAsync(ScimCall call, ChangeGroupRequest change)
    {
        change.IfVersion.Add(call.Preconditions.IfMatch);
        change.UnlessVersion.Add(call.Preconditions.IfNoneMatch);
        change.Cause = call.Cause;
        var done = await calls.CallAsync(() => groups.ChangeGroupAsync(change, deadline: ServiceCalls.LongDeadline, cancellationToken: call.Aborted));
        return Note(call, done.Group, done.Counts);
    }
}
