using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter.SignIn;

/// <summary>Coming in and going out. The page that offers it is <c>Pages/SignInPage.razor</c>.</summary>
internal static class SignInRoutes
{
    private const string Used = "This sign-in link was used before or has expired. Make another one.";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/provider/{number:int}", StartAsync).AllowAnonymous();
        routes.MapGet("/sign-in/link/{code}", UseLinkAsync).AllowAnonymous();
        routes.MapPost("/sign-out", SignOutAsync);
    }

    private static async Task<IResult> StartAsync(int number, string? @return, HttpContext http, IOptions<AdminCenterOptions> options)
    {
        if (number < 0 || number >= options.Value.Providers.Count)
        {
            return Results.NotFound();
        }

        try
        {
            await http.ChallengeAsync(OpenIdConnect.SchemeOf(number), new() { RedirectUri = Local(@return) });
            return Results.Empty;
        }
        catch (InvalidOperationException e) // the provider's discovery document can't be had
        {
            return Results.Redirect(OpenIdConnect.AddressOfFailure(http, options.Value.Providers[number], e, @return));
        }
    }

    private static async Task<IResult> UseLinkAsync(string code, HttpContext http, SignInLinkStore links, Gate gate, SignInProblems problems)
    {
        try
        {
            if (await links.ReadAsync(code) is not { } caller)
            {
                return Refused(Used);
            }

            // Before it is used up: what can't work now may work in a moment.
            if (!caller.IsSupport && !await gate.IsAdministratorAsync(caller.OrganizationId, caller.Id))
            {
                return Refused("Only active members of the group Admin Center Administrators get in.");
            }

            if (!await links.TakeAsync(code))
            {
                return Refused(Used);
            }

            await LetInAsync(http, caller, null, "a one-time link");
            return Results.Redirect("/");
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            return Refused(Refusal.Of(e).Sentence);
        }

        IResult Refused(string sentence) => Results.Redirect(problems.AddressOf(sentence));
    }

    /// <summary>Begins the session of somebody who may come in; it is in the audit log before.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who.</param>
    /// <param name="ground">What a provider said that makes them Support; null: nothing.</param>
    /// <param name="by">What signed them in, for the audit log.</param>
    public static async Task LetInAsync(HttpContext http, AdminCaller caller, SupportGround? ground, string by)
    {
        await http.RequestServices.GetRequiredService<AuditLog>().SignedInAsync(caller, by);
        var properties = new AuthenticationProperties();
        properties.SetParameter(nameof(SupportGround), ground);
        await http.SignInAsync(SessionHandler.SchemeName, caller.ToPrincipal(SessionHandler.SchemeName), properties);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, AuditLog audit, SignInProblems problems)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        try
        {
            if (AdminCaller.Of(http.User) is { } caller)
            {
                await audit.SignedOutAsync(caller);
            }

            await http.SignOutAsync(SessionHandler.SchemeName);
            return Results.Redirect("/sign-in");
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            return Results.Redirect(problems.AddressOf("You could not be signed out, because the system is busy for a moment. Go back and try again."));
        }
    }

    // Only a place here: a sign-in must not end elsewhere (open redirect). Browsers leave tabs and line ends out of addresses, so that
    // "/<tab>/" is "//" to them (URL standard §4.4).
    internal static string Local(string? address) =>
        address is ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl) ? address : "/";
}
