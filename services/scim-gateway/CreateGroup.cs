using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>POST /Groups (RFC 7644 §3.3; P12, P13, P15).</summary>
    private async Task CreateAsync(ScimRequest request)
    {
        var projection = request.ReadProjection(ResourceTypes.Group);
        var group = await CreateAsync(request.Call, await RequestBody.ReadAsync(request, RequestBody.MaximumGroup));
        await AnswerAsync(request, StatusCodes.Status201Created, group, projection);
    }

    public async Task<Group> CreateAsync(ScimCall call, JsonObject body)
    {
        var (displayName, externalId, memberIds) = ReadGroup(body);
        var create = new CreateGroupRequest
        {
            OrganizationId = call.OrganizationId,
            DisplayName = displayName,
            ExternalId = externalId ?? "",
            MemberIds = { memberIds },
            Manager = Manager.Scim,
            Cause = call.Cause,
        };
        var done = await calls.CallAsync(() => groups.CreateGroupAsync(create, deadline: ServiceCalls.LongDeadline, cancellationToken: call.Aborted));
        return Note(call, done.Group, done.Counts);
    }
}
