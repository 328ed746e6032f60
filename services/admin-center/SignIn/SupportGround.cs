using System.Security.Claims;

namespace OptiId.AdminCenter.SignIn;

/// <summary>What makes somebody Support: something that a provider said and that the settings name. It ends with the setting.</summary>
/// <param name="Authority">The provider's.</param>
/// <param name="Claim">Which claim.</param>
/// <param name="Value">Its value.</param>
internal sealed record SupportGround(string Authority, string Claim, string Value)
{
    /// <summary>The first of what a provider says; null: nothing makes them Support.</summary>
    public static SupportGround? Of(SignInProvider provider, ClaimsPrincipal claims, string email)
    {
        // Nobody becomes Support by an address that isn't known to be theirs, whatever the provider is trusted with.
        if (IsByEmail(provider, email) && Admission.IsVerified(provider, claims))
        {
            return new(provider.Authority, provider.EmailClaim, email);
        }

        return claims.Claims.FirstOrDefault(claim => IsByClaim(provider, claim.Type, claim.Value)) is { } said
            ? new(provider.Authority, said.Type, said.Value)
            : null;
    }

    /// <summary>Whether the settings still say so.</summary>
    public bool Holds(AdminCenterOptions options) => options.Providers.Any(provider => provider.Authority == Authority
        && ((provider.EmailClaim == Claim && IsByEmail(provider, Value)) || IsByClaim(provider, Claim, Value)));

    private static bool IsByEmail(SignInProvider provider, string email) => provider.SupportEmails.Contains(email, StringComparer.OrdinalIgnoreCase);

    private static bool IsByClaim(SignInProvider provider, string claim, string value) =>
        provider.SupportClaim.Length > 0 && claim == provider.SupportClaim && provider.SupportValues.Contains(value);
}
