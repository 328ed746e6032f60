using OptiId.Groups.V1;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>DELETE /Groups/{id} (RFC 7644 §3.6; P17).</summary>
    private async Task DeleteAsync(ScimRequest request, string id)
    {
        await DeleteAsync(request.Call, id);
        await ScimResponse.WriteNoContentAsync(request.Http);
    }

    public async Task DeleteAsync(ScimCall call, string id)
    {
        await CheckAbsenceAsync(call, id);
        await calls.CallAsync(() => groups.DeleteGroupAsync(
            new()
            {
                OrganizationId = call.OrganizationId,
                GroupId = id,
                Manager = Manager.Scim,
                IfVersion = { call.Preconditions.IfMatch },
                UnlessVersion = { call.Preconditions.IfNoneMatch },
                Cause = call.Cause,
            },
            cancellationToken: call.Aborted));
    }
}
