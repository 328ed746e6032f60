using Grpc.Core;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<ReplaceUserResponse> ReplaceUser(ReplaceUserRequest request, ServerCallContext context)
    {
        var organization = await GetScimOrganizationAsync(request.OrganizationId);
        var document = Kept(organization, UserDocument.Parse(request.Document));
        bool? active = request.HasActive ? request.Active : null;
        var change = await changes.UpdateAsync(request.OrganizationId, request.UserId, request.Cause, new(request.IfVersion, request.UnlessVersion), (before, now) =>
            UserRules.Update(before, UserDocument.Replace(before, document), active, now, options.Grace));
        return new() { User = change.User, Position = change.Position, Changes = { change.Changes } };
    }
}
