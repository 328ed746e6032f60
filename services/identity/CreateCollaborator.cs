using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<CreateCollaboratorResponse> CreateCollaborator(CreateCollaboratorRequest request, ServerCallContext context)
    {
        var organization = await organizations.GetAsync(request.OrganizationId);
        var document = Kept(organization, UserDocument.Of(request.UserName, request.GivenName, request.FamilyName));
        var (user, position) = await changes.CreateAsync(request.OrganizationId, request.UserName, request.Cause, (existing, now) =>
            UserRules.Create(existing, request.OrganizationId, document, Source.Local, now));
        return new() { User = user, Position = position };
    }
}
