using OptiId.Groups.V1;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>DELETE /Groups/{id} (RFC 7644 §3.6; P17).</summary>
    private async Task DeleteAsync(ScimRequest request, string id)
    {
        await calls.CallAsync(() => groups.DeleteGroupAsync(
            new() { OrganizationId = request.OrganizationId, GroupId = id, Manager = Manager.Scim, IfVersion = { request.IfMatch() }, Cause = request.Cause },
            cancellationToken: request.Aborted));
        await ScimResponse.WriteNoContentAsync(request.Http);
    }
}
