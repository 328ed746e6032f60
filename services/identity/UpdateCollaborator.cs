using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    private const string ThisUser = "this user";

    public override async Task<UpdateCollaboratorResponse> UpdateCollaborator(UpdateCollaboratorRequest request, ServerCallContext context)
    {
        var organization = await organizations.GetAsync(request.OrganizationId);
        var document = Kept(organization, UserDocument.Of(request.UserName, request.GivenName, request.FamilyName));
        var (user, position) = await changes.UpdateAsync(request.OrganizationId, request.UserId, request.Cause, VersionCondition.None, (before, _) =>
        {
            if (before.Source != Source.Local)
            {
                throw new RefusedException(Reason.ManagedByIdentityProvider, ManagedElsewhere(before.Source));
            }

            var after = UserRules.Edit(before, document);
            if (!UserRules.IsSame(before, after)) // where the store repeats what it has done, it is
            {
                VersionCondition.CheckEdited(request.IfVersion, before.Version, ThisUser);
            }

            return after;
        });
        return new() { User = user, Position = position };
    }

    private static string ManagedElsewhere(Source source) => source == Source.Jit
        ? "This user comes from single sign-on (JIT): the names are taken from the identity provider at each sign-in. Change them there, or release the user here first."
        : "The identity provider manages this user over SCIM. Change the person's profile there, or release the user here first, if it is no longer assigned there.";
}
