using System.Text.Json.Nodes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using PatchOperation = OptiId.Scim.PatchOperation;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const string Active = "active";

    public override async Task<PatchUserResponse> PatchUser(PatchUserRequest request, ServerCallContext context)
    {
        var organization = await GetScimOrganizationAsync(request.OrganizationId);
        var operations = request.Operations.Select(Parse).ToList();
        var change = await changes.UpdateAsync(request.OrganizationId, request.UserId, request.Cause, new(request.IfVersion, request.UnlessVersion), (before, now) =>
        {
            var resource = UserDocument.Parse(before.Document);
            resource[Active] = before.State == UserState.Active;
            var patched = Patch.Apply(ResourceTypes.User, resource, operations);
            var active = (bool?)patched[Active];
            patched.Remove(Active);
            return UserRules.Update(before, Kept(organization, patched), active, now, options.Grace);
        });
        return new() { User = change.User, Position = change.Position, Changes = { change.Changes } };
    }

    private static PatchOperation Parse(V1.PatchOperation operation) => new(
        operation.Op switch
        {
            V1.PatchOperation.Types.Op.Add => PatchOp.Add,
            V1.PatchOperation.Types.Op.Remove => PatchOp.Remove,
            V1.PatchOperation.Types.Op.Replace => PatchOp.Replace,
            _ => throw new RefusedException(Reason.InvalidSyntax, "An operation is add, remove or replace."),
        },
        PathParser.Parse(operation.Path, ResourceTypes.User),
        operation.HasValue ? JsonNode.Parse(operation.Value) : null);
}
