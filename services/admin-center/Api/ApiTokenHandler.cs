using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.Audit;
using OptiId.Errors.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>Who asks the API: by <c>Authorization: Bearer SECRET</c> and nothing else; no cookie, so nothing can be forged across sites.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiTokens tokens,
    RefusedAttempts refused) : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "ApiToken";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        BearerToken.In(Request) is { } secret && await tokens.FindAsync(secret, Context.Connection.RemoteIpAddress, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName), SchemeName))
            : AuthenticateResult.NoResult();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var wasShown = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = wasShown ? "Bearer realm=\"optiid\", error=\"invalid_token\"" : "Bearer realm=\"optiid\"";
        return ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, Reason.TokenRefused, wasShown
            ? "This token isn't valid: it is unknown, expired or revoked, or not one for the API (optiid_api_…)."
            : "The API needs a token: Authorization: Bearer optiid_api_…");
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var caller = AdminCaller.Of(Context.User)!;
        var route = (Context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/'); // without the values: those may be anything
        await refused.RecordAsync(caller, caller.OrganizationId, $"{Request.Method} {route}", Reason.CallerRefused, Context.TraceIdentifier);
        await ApiProblems.WriteAsync(Context, StatusCodes.Status403Forbidden, Reason.CallerRefused, caller.MayWrite || caller.Reaches(Request.RouteValues[Policies.RouteValue] as string) is false
            ? "This token doesn't reach that: an organization's token reaches its own organization, and what is Support's needs a token of Support."
            : "This token may only read.");
    }
}
