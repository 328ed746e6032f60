namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>GET /Groups/{id} (RFC 7644 §3.4.1).</summary>
    private async Task GetAsync(ScimRequest request, string id)
    {
        var response = await calls.CallAsync(() => groups.GetGroupAsync(
            new() { OrganizationId = request.OrganizationId, GroupId = id }, cancellationToken: request.Aborted));
        if (request.HasAlready(response.Group.Version))
        {
            request.Http.Response.Headers.ETag = ScimRequest.EntityTag(response.Group.Version);
            request.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await AnswerAsync(request, StatusCodes.Status200OK, response.Group);
    }
}
