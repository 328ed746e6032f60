using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.SignIn;

/// <summary>The providers of the settings as authentication schemes: authorization code with PKCE, any provider with a discovery document.</summary>
internal static class OpenIdConnect
{
    /// <summary>The scheme of the provider at a place in the settings.</summary>
    public static string SchemeOf(int number) => $"provider-{number}";

    /// <summary>Adds a scheme for each provider.</summary>
    public static AuthenticationBuilder AddProviders(this AuthenticationBuilder builder, AdminCenterOptions options)
    {
        foreach (var (number, provider) in options.Providers.Index())
        {
            builder.AddOpenIdConnect(SchemeOf(number), provider.Name, scheme => Configure(scheme, number, provider, options.IsSecure));
        }

        return builder;
    }

    private static void Configure(OpenIdConnectOptions scheme, int number, SignInProvider provider, bool secure)
    {
        scheme.Authority = provider.Authority;
        scheme.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        scheme.ClientId = provider.ClientId;
        scheme.ClientSecret = provider.ReadSecret();
        scheme.ResponseType = OpenIdConnectResponseType.Code;
        scheme.ResponseMode = OpenIdConnectResponseMode.Query; // a form post would come from the provider's page, without our Lax cookies
        scheme.UsePkce = true;
        scheme.CallbackPath = $"/sign-in/callback/{number}";
        scheme.SignInScheme = SessionHandler.SchemeName;
        scheme.MapInboundClaims = false;
        scheme.GetClaimsFromUserInfoEndpoint = true;
        scheme.ClaimActions.Clear();
        foreach (var claim in ClaimsOf(provider))
        {
            scheme.ClaimActions.MapJsonKey(claim, claim); // each value of an array by itself, as those of an id_token are
        }

        scheme.Scope.Add("email");
        scheme.BackchannelTimeout = TimeSpan.FromSeconds(30);
        foreach (var cookie in new[] { scheme.CorrelationCookie, scheme.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        scheme.Events.OnTicketReceived = context => AdmitAsync(context, provider);
        scheme.Events.OnRemoteFailure = context =>
        {
            context.Response.Redirect(AddressOfFailure(context.HttpContext, provider, context.Failure, context.Properties?.RedirectUri));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>Logs that a provider failed.</summary>
    /// <returns>The sign-in page, which says so; what exactly is for the log.</returns>
    public static string AddressOfFailure(HttpContext http, SignInProvider provider, Exception? failure, string? back)
    {
        AdminCenterLog.ProviderFailed(http.RequestServices.GetRequiredService<ILogger<Admission>>(), provider.Name, failure?.Message ?? "");
        return http.RequestServices.GetRequiredService<SignInProblems>().AddressOf(
            $"{provider.Name} could not sign you in. Try again; if it goes on, tell whoever set it up.", back);
    }

    // What is looked at, beside the sub that ties userinfo to the id_token.
    private static IEnumerable<string> ClaimsOf(SignInProvider provider) => new[]
    {
        provider.EmailClaim, Admission.VerifiedClaim, provider.GivenNameClaim, provider.FamilyNameClaim, provider.OrganizationClaim, provider.SupportClaim,
    }.Where(claim => claim.Length > 0).Distinct();

    // Begins the session itself, so that an outage on the way is told as such.
    private static async Task AdmitAsync(TicketReceivedContext context, SignInProvider provider)
    {
        var services = context.HttpContext.RequestServices;
        try
        {
            var (caller, ground) = await services.GetRequiredService<Admission>().AdmitAsync(provider, context.Principal!);
            await SignInRoutes.LetInAsync(context.HttpContext, caller, ground, provider.Name);
            context.Response.Redirect(SignInRoutes.Local(context.ReturnUri));
        }
        catch (Exception e) when (e is RefusedException || Refusal.IsOutage(e))
        {
            var sentence = Refusal.Of(e).Sentence;
            AdminCenterLog.Refused(services.GetRequiredService<ILogger<Admission>>(), provider.Name, sentence);
            context.Response.Redirect(services.GetRequiredService<SignInProblems>().AddressOf(sentence, context.ReturnUri));
        }

        context.HandleResponse();
    }
}
