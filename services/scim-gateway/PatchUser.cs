using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    private const int MaximumOperations = 1_000;

    /// <summary>PATCH /Users/{id} (RFC 7644 §3.5.2): read and checked here, applied by identity on what is there then.</summary>
    private async Task PatchAsync(ScimRequest request, string id)
    {
        var body = await RequestBody.ReadAsync(request.Http.Request, RequestBody.MaximumUser);
        var patch = new PatchUserRequest
        {
            OrganizationId = request.OrganizationId,
            UserId = id,
            Operations = { PatchBody.Read(body, ResourceTypes.User, MaximumOperations).Select(ToMessage) },
            IfVersion = { request.IfMatch() },
            Cause = request.Cause,
        };
        var response = await calls.CallAsync(() => users.PatchUserAsync(patch, cancellationToken: request.Aborted));
        await AnswerAsync(request, StatusCodes.Status200OK, response.User);
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
