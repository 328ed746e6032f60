using OptiId.Groups.V1;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>POST /Groups (RFC 7644 §3.3; P12, P13, P15).</summary>
    private async Task CreateAsync(ScimRequest request)
    {
        var (displayName, externalId, memberIds) = await ReadGroupAsync(request);
        var create = new CreateGroupRequest
        {
            OrganizationId = request.OrganizationId,
            DisplayName = displayName,
            ExternalId = externalId ?? "",
            MemberIds = { memberIds },
            Manager = Manager.Scim,
            Cause = request.Cause,
        };
        var response = await calls.CallAsync(() => groups.CreateGroupAsync(create, deadline: LargeChangeDeadline, cancellationToken: request.Aborted));
        request.Http.Response.Headers.Location = locations.Group(response.Group.Id);
        await AnswerAsync(request, StatusCodes.Status201Created, response.Group);
    }
}
