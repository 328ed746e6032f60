using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter.SignIn;

/// <summary>
/// Sessions by cookie. The cookie is a random secret, the store knows only its hash; who it is, whether idle or over, stands in the store,
/// so that it can be ended there.
/// </summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    SessionStore sessions,
    Gate gate,
    IOptions<AdminCenterOptions> options) : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, loggers, encoder), IAuthenticationSignInHandler
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Session";

    private string CookieName => options.Value.IsSecure ? "__Host-optiid-session" : "optiid-session";

    /// <summary>Begins a session for somebody who has been let in.</summary>
    public async Task SignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        var caller = AdminCaller.Of(user) ?? throw new InvalidOperationException("Only somebody who was let in has a session.");
        if (Request.Cookies[CookieName] is { Length: > 0 } old)
        {
            await sessions.EndAsync(SecretKey.HashOf(old));
        }

        var ground = properties?.GetParameter<SupportGround>(nameof(SupportGround));
        Response.Cookies.Append(CookieName, await sessions.BeginAsync(caller, ground), CookieOptions());
    }

    /// <summary>Ends the session.</summary>
    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        if (Request.Cookies[CookieName] is { Length: > 0 } secret)
        {
            await sessions.EndAsync(SecretKey.HashOf(secret));
        }

        Response.Cookies.Delete(CookieName, CookieOptions());
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[CookieName] is not { Length: > 0 } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            // Blazor's transport goes on by itself as long as a tab is open; what is clicked in it asks the gate itself.
            return await gate.FindAsync(secret, isClick: !Request.Path.StartsWithSegments("/_blazor")) is { } caller
                ? AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName), SchemeName))
                : AuthenticateResult.NoResult();
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            return AuthenticateResult.Fail(e); // not known: nobody for now
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is not null)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable; // the session may live: no reason to sign in again
            return;
        }

        var back = Request.PathBase + Request.Path + Request.QueryString;
        Response.Redirect(HttpMethods.IsGet(Request.Method) && back != "/" ? $"/sign-in?return={Uri.EscapeDataString(back)}" : "/sign-in");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private CookieOptions CookieOptions() => new() { HttpOnly = true, Secure = options.Value.IsSecure, SameSite = SameSiteMode.Lax, Path = "/" };
}
