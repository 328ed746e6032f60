using System.Text.Json.Nodes;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    private const int MaximumOperations = 1_000;

    /// <summary>PATCH /Users/{id} (RFC 7644 §3.5.2): read and checked here, applied by identity on what is there then.</summary>
    private async Task PatchAsync(ScimRequest request, string id)
    {
        var projection = request.ReadProjection(ResourceTypes.User);
        var user = await PatchAsync(request.Call, id, await RequestBody.ReadAsync(request, RequestBody.MaximumUser));
        await AnswerAsync(request, StatusCodes.Status200OK, user, projection);
    }

    public async Task<User> PatchAsync(ScimCall call, string id, JsonObject body)
    {
        var operations = PatchBody.Read(body, ResourceTypes.User, MaximumOperations);
        await CheckAbsenceAsync(call, id);
        var patch = new PatchUserRequest
        {
            OrganizationId = call.OrganizationId,
            UserId = id,
            Operations = { operations.Select(ToMessage) },
            IfVersion = { call.Preconditions.IfMatch },
            UnlessVersion = { call.Preconditions.IfNoneMatch },
            Cause = call.Cause,
        };
        var done = await calls.CallAsync(() => users.PatchUserAsync(patch, cancellationToken: call.Aborted));
        return Note(call, done.User, done.Changes);
    }

    private static Identity.V1.PatchOperation ToMessage(Scim.PatchOperation operation)
    {
        var message = new Identity.V1.PatchOperation
        {
            Op = operation.Op switch
            {
                PatchOp.Add => Identity.V1.PatchOperation.Types.Op.Add,
                PatchOp.Remove => Identity.V1.PatchOperation.Types.Op.Remove,
                _ => Identity.V1.PatchOperation.Types.Op.Replace,
            },
            Path = operation.Path!.ToString(),
        };
        if (operation.Value is not null || operation.Op != PatchOp.Remove)
        {
            message.Value = operation.Value?.ToJsonString() ?? "null";
        }

        return message;
    }
}
