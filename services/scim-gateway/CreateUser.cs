using OptiId.Identity.V1;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>POST /Users (RFC 7644 §3.3; P7).</summary>
    private async Task CreateAsync(ScimRequest request)
    {
        var (document, active) = await ReadUserAsync(request);
        var provision = new ProvisionUserRequest { OrganizationId = request.OrganizationId, Document = document, Cause = request.Cause };
        if (active is { } wanted)
        {
            provision.Active = wanted;
        }

        var response = await calls.CallAsync(() => users.ProvisionUserAsync(provision, cancellationToken: request.Aborted));
        request.Http.Response.Headers.Location = locations.User(response.User.Id);
        await AnswerAsync(request, StatusCodes.Status201Created, response.User);
    }
}
