using System.Text.Json.Nodes;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>PUT /Users/{id} (RFC 7644 §3.5.1).</summary>
    private async Task ReplaceAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.User);
        var user = await ReplaceAsync(request.Call, id, await RequestBody.ReadAsync(request, RequestBody.MaximumUser));
        await AnswerAsync(request, StatusCodes.Status200OK, user, projection);
    }

    public async Task<User> ReplaceAsync(ScimCall call, string id, JsonObject body)
    {
        var (document, active) = ReadUser(body);
        await CheckAbsenceAsync(call, id);
        var replace = new ReplaceUserRequest
        {
            OrganizationId = call.OrganizationId,
            UserId = id,
            Document = document,
            IfVersion = { call.Preconditions.IfMatch },
            UnlessVersion = { call.Preconditions.IfNoneMatch },
            Cause = call.Cause,
        };
        if (active is { } wanted)
        {
            replace.Active = wanted;
        }

        var done = await calls.CallAsync(() => users.ReplaceUserAsync(replace, cancellationToken: call.Aborted));
        return Note(call, done.User, done.Changes);
    }
}
