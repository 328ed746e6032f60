using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>GET /Users/{id} (RFC 7644 §3.4.1).</summary>
    private async Task GetAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.User);
        var user = await GetAsync(request.Call, id);
        request.Call.Preconditions.CheckMatch(user.Version);
        if (request.Call.Preconditions.HasAlready(user.Version))
        {
            ScimResponse.NotModified(request.Http, user.Version);
            return;
        }

        await AnswerAsync(request, StatusCodes.Status200OK, user, projection);
    }

    private async Task<User> GetAsync(ScimCall call, string id) => Note(call, (await calls.CallAsync(() => users.GetUserAsync(
        new() { OrganizationId = call.OrganizationId, UserId = id }, cancellationToken: call.Aborted))).User, []);
}
