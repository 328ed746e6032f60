using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter.SignIn;

/// <summary>Coming in and going out. The page that offers it is <c>Pages/SignInPage.razor</c>.</summary>
internal static class SignInRoutes
{
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
            return Results.Redirect(OpenIdConnect.AddressOfFailure(http, options.Value.Providers[number], e));
        }
    }

    private static async Task<IResult> UseLinkAsync(string code, HttpContext http, SignInLinkStore links, Gate gate, SignInProblems problems, AuditLog audit)
    {
        if (await links.UseAsync(code) is not { } link)
        {
            return Results.Redirect(problems.AddressOf("This sign-in link was used before or has expired. Make another one."));
        }

        var support = link.OrganizationId.Length == 0;
        var caller = new AdminCaller(support ? CallerKind.Support : CallerKind.Administrator, link.Id, link.OrganizationId, link.Name);
        if (!support && !await gate.IsAdministratorAsync(caller.OrganizationId, caller.Id))
        {
            return Results.Redirect(problems.AddressOf("Only active members of the group Admin Center Administrators get in."));
        }

        await http.SignInAsync(SessionHandler.SchemeName, caller.ToPrincipal(SessionHandler.SchemeName));
        await audit.SignedInAsync(caller, "a one-time link");
        return Results.Redirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, AuditLog audit)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (AdminCaller.Of(http.User) is { } caller)
        {
            await audit.SignedOutAsync(caller);
        }

        await http.SignOutAsync(SessionHandler.SchemeName);
        return Results.Redirect("/sign-in");
    }

    // Only a place here: a sign-in must not end elsewhere (open redirect). Browsers leave tabs and line ends out of addresses, so that
    // "/<tab>/" is "//" to them (URL standard §4.4).
    private static string Local(string? address) =>
        address is ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl) ? address : "/";
}
