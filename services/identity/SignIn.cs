using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using Outcome = OptiId.Identity.V1.SignInResponse.Types.Outcome;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        var known = await store.FindByUserNameAsync(request.OrganizationId, request.UserName, evenDeleted: false);
        var organization = await organizations.GetAsync(request.OrganizationId);
        if (known is { State: UserState.Deactivated })
        {
            throw new RefusedException(
                Reason.SignInRefused, "This account has been deactivated. If you should have access, ask an administrator of your organization.");
        }

        if (organization.Mode == ProvisioningMode.Scim)
        {
            return known is not null ? new() { User = known, Outcome = Outcome.Admitted } : throw new RefusedException(
                Reason.SignInRefused,
                "There is no account for this e-mail address in this organization. If you should have access, ask an administrator to assign you to the application in the identity provider.");
        }

        return known switch
        {
            null => await CreateJustInTimeAsync(request, organization),
            { Source: Source.Jit } => await RefreshJustInTimeAsync(request, known),
            _ => new() { User = known, Outcome = Outcome.Admitted },
        };
    }

    private async Task<SignInResponse> CreateJustInTimeAsync(SignInRequest request, Organization organization)
    {
        var document = Kept(organization, UserDocument.Of(request.UserName, request.GivenName, request.FamilyName));
        var (user, position) = await changes.CreateAsync(request.OrganizationId, request.UserName, request.Cause, (existing, now) =>
            existing is { State: not UserState.Deleted }
                ? existing // another sign-in of the same person was faster
                : UserRules.Create(existing, request.OrganizationId, document, Source.Jit, now));
        return new() { User = user, Outcome = Outcome.Created, Position = position };
    }

    private async Task<SignInResponse> RefreshJustInTimeAsync(SignInRequest request, User known)
    {
        var operations = new List<Scim.PatchOperation>();
        foreach (var (path, value) in new[] { ("name.givenName", request.GivenName), ("name.familyName", request.FamilyName) })
        {
            if (value.Length > 0)
            {
                operations.Add(new(PatchOp.Replace, PathParser.Parse(path, ResourceTypes.User), value));
            }
        }

        var (user, position) = await changes.UpdateAsync(request.OrganizationId, known.Id, request.Cause, VersionCondition.None, (before, now) =>
        {
            if (before is not { State: UserState.Active, Source: Source.Jit })
            {
                return before;
            }

            var after = before.Clone();
            UserDocument.CopyKeys(after, Patch.Apply(ResourceTypes.User, UserDocument.Parse(before.Document), operations));
            return after;
        });
        return new() { User = user, Outcome = position is null ? Outcome.Admitted : Outcome.Refreshed, Position = position };
    }
}
