using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>PUT /Groups/{id}: names and the whole member list (RFC 7644 §3.5.1).</summary>
    private async Task ReplaceAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.Group);
        var group = await ReplaceAsync(request.Call, id, await RequestBody.ReadAsync(request, RequestBody.MaximumGroup));
        await AnswerAsync(request, StatusCodes.Status200OK, group, projection);
    }

    public async Task<Group> ReplaceAsync(ScimCall call, string id, JsonObject body)
    {
        var (displayName, externalId, memberIds) = ReadGroup(body);
        await CheckAbsenceAsync(call, id);
        return await ChangeAsync(call, new()
        {
            OrganizationId = call.OrganizationId,
            GroupId = id,
            Manager = Manager.Scim,
            DisplayName = displayName,
            ExternalId = externalId ?? "",
            MemberChanges = { new MemberChange { Replace = new() { UserIds = { memberIds } } } },
        });
    }
}
