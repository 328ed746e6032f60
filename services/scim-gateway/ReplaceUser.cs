using OptiId.Identity.V1;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>PUT /Users/{id} (RFC 7644 §3.5.1).</summary>
    private async Task ReplaceAsync(ScimRequest request, string id)
    {
        var (document, active) = await ReadUserAsync(request);
        var replace = new ReplaceUserRequest
        {
            OrganizationId = request.OrganizationId,
            UserId = id,
            Document = document,
            IfVersion = { request.IfMatch() },
            Cause = request.Cause,
        };
        if (active is { } wanted)
        {
            replace.Active = wanted;
        }

        var response = await calls.CallAsync(() => users.ReplaceUserAsync(replace, cancellationToken: request.Aborted));
        await AnswerAsync(request, StatusCodes.Status200OK, response.User);
    }
}
