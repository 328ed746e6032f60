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
        var body = await RequestBody.ReadAsync(request.Http.Request, RequestBody.MaximumGroup);
        var change = new ChangeGroupRequest
        {
            OrganizationId = request.OrganizationId,
            GroupId = id,
            Manager = Manager.Scim,
            IfVersion = { request.IfMatch() },
            Cause = request.Cause,
        };
        GroupPatch.Read(PatchBody.Read(body, ResourceTypes.Group, MaximumOperations), change);
        var response = await calls.CallAsync(() => groups.ChangeGroupAsync(change, deadline: LargeChangeDeadline, cancellationToken: request.Aborted));
        if (!string.IsNullOrWhiteSpace(request.Attributes))
        {
            await AnswerAsync(request, StatusCodes.Status200OK, response.Group);
            return;
        }

        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(response.Group.Version);
        await ScimResponse.WriteNoContentAsync(request.Http);
    }
}
