namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>DELETE /Users/{id} (RFC 7644 §3.6; P10).</summary>
    private async Task DeleteAsync(ScimRequest request, string id)
    {
        await calls.CallAsync(() => users.DeleteUserAsync(
            new() { OrganizationId = request.OrganizationId, UserId = id, IfVersion = { request.IfMatch() }, Cause = request.Cause },
            cancellationToken: request.Aborted));
        await ScimResponse.WriteNoContentAsync(request.Http);
    }
}
