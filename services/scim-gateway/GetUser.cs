namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>GET /Users/{id} (RFC 7644 §3.4.1).</summary>
    private async Task GetAsync(ScimRequest request, string id)
    {
        var response = await calls.CallAsync(() => users.GetUserAsync(
            new() { OrganizationId = request.OrganizationId, UserId = id }, cancellationToken: request.Aborted));
        if (request.HasAlready(response.User.Version))
        {
            request.Http.Response.Headers.ETag = ScimRequest.EntityTag(response.User.Version);
            request.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await AnswerAsync(request, StatusCodes.Status200OK, response.User);
    }
}
