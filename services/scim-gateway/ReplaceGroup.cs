using OptiId.Groups.V1;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>PUT /Groups/{id}: names and the whole member list (RFC 7644 §3.5.1).</summary>
    private async Task ReplaceAsync(ScimRequest request, string id)
    {
        var (displayName, externalId, memberIds) = await ReadGroupAsync(request);
        var change = new ChangeGroupRequest
        {
            OrganizationId = request.OrganizationId,
            GroupId = id,
            Manager = Manager.Scim,
            DisplayName = displayName,
            ExternalId = externalId ?? "",
            MemberChanges = { new MemberChange { Replace = new() { UserIds = { memberIds } } } },
            IfVersion = { request.IfMatch() },
            Cause = request.Cause,
        };
        var response = await calls.CallAsync(() => groups.ChangeGroupAsync(change, deadline: LargeChangeDeadline, cancellationToken: request.Aborted));
        await AnswerAsync(request, StatusCodes.Status200OK, response.Group);
    }
}
