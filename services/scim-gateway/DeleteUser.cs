namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>DELETE /Users/{id} (RFC 7644 §3.6; P10).</summary>
    private async Task DeleteAsync(ScimRequest request, string id)
    {
        await DeleteAsync(request.Call, id);
        await ScimResponse.WriteNoContentAsync(request.Http);
    }

    public async Task DeleteAsync(ScimCall call, string id)
    {
        await CheckAbsenceAsync(call, id);
        await calls.CallAsync(() => users.DeleteUserAsync(
            new()
            {
                OrganizationId = call.OrganizationId,
                UserId = id,
                IfVersion = { call.Preconditions.IfMatch },
                UnlessVersion = { call.Preconditions.IfNoneMatch },
                Cause = call.Cause,
            },
            cancellationToken: call.Aborted));
    }
}
