using System.Security.Claims;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.SignIn;

/// <summary>Who somebody is whom a provider has signed in, and whether they may come in (P2, P3, P23).</summary>
internal sealed class Admission(UsersService.UsersServiceClient users, Gate gate)
{
    /// <summary>The claim that says whether the address of the claim <c>email</c> is verified (OpenID Connect Core 1.0 §5.1).</summary>
    public const string VerifiedClaim = "email_verified";

    /// <summary>Lets somebody in, or says why not.</summary>
    /// <param name="provider">Whose word it is.</param>
    /// <param name="claims">What it says.</param>
    /// <returns>Who it is, and of Support by what.</returns>
    /// <exception cref="RefusedException">SIGN_IN_REFUSED, with a sentence for the person.</exception>
    public async Task<(AdminCaller Caller, SupportGround? Ground)> AdmitAsync(SignInProvider provider, ClaimsPrincipal claims)
    {
        var email = claims.FindFirstValue(provider.EmailClaim) is { Length: > 0 } found
            ? found
            : throw Refused($"{provider.Name} didn't say your e-mail address (claim \"{provider.EmailClaim}\").");
        var verified = claims.FindFirstValue(VerifiedClaim);
        if (verified is not (null or "") && !IsTrue(verified))
        {
            throw Refused($"{provider.Name} has not verified your e-mail address.");
        }

        if (SupportGround.Of(provider, claims, email) is { } ground)
        {
            return (new(CallerKind.Support, email, "", NameOf(provider, claims, email)), ground);
        }

        if (!provider.TrustsUnverifiedEmail && !IsVerified(provider, claims))
        {
            throw Refused($"{provider.Name} didn't say that it has verified your e-mail address (claim \"{VerifiedClaim}\"). "
                + "Whoever set it up chooses another claim (EmailClaim), or says that its addresses can be trusted (TrustsUnverifiedEmail).");
        }

        var organizationId = provider.Organization.Length > 0 ? provider.Organization : claims.FindFirstValue(provider.OrganizationClaim) ?? "";
        if (organizationId.Length == 0)
        {
            throw Refused($"{provider.Name} didn't say which organization you belong to.");
        }

        var user = await SignInAsync(provider, claims, organizationId, email);
        return await gate.IsAdministratorAsync(organizationId, user.Id)
            ? (new(CallerKind.Administrator, user.Id, organizationId, NameOf(provider, claims, email)), null)
            : throw Refused("Only members of the group Admin Center Administrators get in. Ask one of them to add you.");
    }

    /// <summary>
    /// Whether the address is known to be theirs. At some providers people enter any; what another claim than <c>email</c> is worth is known
    /// to whoever chose it.
    /// </summary>
    public static bool IsVerified(SignInProvider provider, ClaimsPrincipal claims) =>
        provider.EmailClaim != "email" || IsTrue(claims.FindFirstValue(VerifiedClaim));

    private async Task<User> SignInAsync(SignInProvider provider, ClaimsPrincipal claims, string organizationId, string email)
    {
        try
        {
            var answer = await users.SignInAsync(new()
            {
                OrganizationId = organizationId,
                UserName = email,
                GivenName = claims.FindFirstValue(provider.GivenNameClaim) ?? "",
                FamilyName = claims.FindFirstValue(provider.FamilyNameClaim) ?? "",
                Cause = new() { RequestId = Guid.CreateVersion7().ToString("N"), Actor = "sign-in" },
            });
            return answer.User;
        }
        catch (RpcException e) when (Refusals.ReasonOf(e) is Reason.SignInRefused or Reason.OrganizationNotFound or Reason.InvalidValue)
        {
            throw Refused(e.Status.Detail);
        }
    }

    private static bool IsTrue(string? claim) => "true".Equals(claim, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(SignInProvider provider, ClaimsPrincipal claims, string email) =>
        $"{claims.FindFirstValue(provider.GivenNameClaim)} {claims.FindFirstValue(provider.FamilyNameClaim)}".Trim() is { Length: > 0 } name ? name : email;

    private static RefusedException Refused(string why) => new(Reason.SignInRefused, why);
}
