using Grpc.Core;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<ProvisionUserResponse> ProvisionUser(ProvisionUserRequest request, ServerCallContext context)
    {
        var organization = await GetScimOrganizationAsync(request.OrganizationId);
        var document = Kept(organization, UserDocument.Parse(request.Document));
        var active = !request.HasActive || request.Active;
        var userName = (string?)document[UserDocument.UserName] ?? "";
        var change = await changes.CreateAsync(request.OrganizationId, userName, request.Cause, (existing, now) =>
            UserRules.Provision(existing, request.OrganizationId, document, active, now, options.Grace));
        return new() { User = change.User, Position = change.Position, Changes = { change.Changes } };
    }
}
