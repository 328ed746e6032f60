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
    /// <exception cref="RefusedException">SIGN_IN_REFUSED, with a sentence for the person.</exception>
    public async Task<AdminCaller> AdmitAsync(SignInProvider provider, ClaimsPrincipal claims)
    {
        var email = claims.FindFirstValue(provider.EmailClaim) is { Length: > 0 } found
            ? found
            : throw Refused($"{provider.Name} didn't say your e-mail address (claim \"{provider.EmailClaim}\").");
        if (claims.FindFirstValue(VerifiedClaim) is { } verified && !verified.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            throw Refused($"{provider.Name} has not verified your e-mail address.");
        }

        if (IsSupport(provider, claims, email))
        {
            return new(CallerKind.Support, email, "", NameOf(provider, claims, email));
        }

        var organizationId = provider.Organization.Length > 0 ? provider.Organization : claims.FindFirstValue(provider.OrganizationClaim) ?? "";
        if (organizationId.Length == 0)
        {
            throw Refused($"{provider.Name} didn't say which organization you belong to.");
        }

        var user = await SignInAsync(provider, claims, organizationId, email);
        return await gate.IsAdministratorAsync(organizationId, user.Id)
            ? new(CallerKind.Administrator, user.Id, organizationId, NameOf(provider, claims, email))
            : throw Refused("Only members of the group Admin Center Administrators get in. Ask one of them to add you.");
    }

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

    private static bool IsSupport(SignInProvider provider, ClaimsPrincipal claims, string email) =>
        (provider.SupportEmails.Contains(email, StringComparer.OrdinalIgnoreCase) && IsTheirs(provider, claims))
        || (provider.SupportClaim.Length > 0 && claims.FindAll(provider.SupportClaim).Any(claim => provider.SupportValues.Contains(claim.Value)));

    // At some providers people enter any e-mail address; nobody becomes Support by one that isn't known to be theirs. What another claim is worth
    // is known to whoever chose it.
    private static bool IsTheirs(SignInProvider provider, ClaimsPrincipal claims) =>
        provider.EmailClaim != "email" || "true".Equals(claims.FindFirstValue(VerifiedClaim), StringComparison.OrdinalIgnoreCase);

    private static string NameOf(SignInProvider provider, ClaimsPrincipal claims, string email) =>
        $"{claims.FindFirstValue(provider.GivenNameClaim)} {claims.FindFirstValue(provider.FamilyNameClaim)}".Trim() is { Length: > 0 } name ? name : email;

    private static RefusedException Refused(string why) => new(Reason.SignInRefused, why);
}
