using System.Text.Json.Nodes;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>POST /Users (RFC 7644 §3.3; P7).</summary>
    private async Task CreateAsync(ScimRequest request)
    {
        var projection = request.ReadProjection(ResourceTypes.User);
        var user = await CreateAsync(request.Call, await RequestBody.ReadAsync(request, RequestBody.MaximumUser));
        await AnswerAsync(request, StatusCodes.Status201Created, user, projection);
    }

    public async Task<User> CreateAsync(ScimCall call, JsonObject body)
    {
        var (document, active) = ReadUser(body);
        var provision = new ProvisionUserRequest { OrganizationId = call.OrganizationId, Document = document, Cause = call.Cause };
        if (active is { } wanted)
        {
            provision.Active = wanted;
        }

        var done = await calls.CallAsync(() => users.ProvisionUserAsync(provision, cancellationToken: call.Aborted));
        return Note(call, done.User, done.Changes);
    }
}
