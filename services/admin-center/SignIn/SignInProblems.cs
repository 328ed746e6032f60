using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OptiId.AdminCenter.SignIn;

/// <summary>What went wrong with a sign-in, carried to the sign-in page by its address; protected, so that nobody can make the page say what they like.</summary>
internal sealed class SignInProblems(IDataProtectionProvider protection)
{
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("sign-in problem").ToTimeLimitedDataProtector();

    /// <summary>The sign-in page with a sentence.</summary>
    /// <param name="sentence">What went wrong.</param>
    /// <param name="back">Where they wanted to go; kept where it is a place here.</param>
    public string AddressOf(string sentence, string? back = null) =>
        $"/sign-in?problem={protector.Protect(sentence, TimeSpan.FromMinutes(5))}{(SignInRoutes.Local(back) is not "/" and var place ? $"&return={Uri.EscapeDataString(place)}" : "")}";

    /// <summary>The sentence; null: none, or not ours.</summary>
    public string? Read(string? problem)
    {
        try
        {
            return problem is null ? null : protector.Unprotect(problem);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
