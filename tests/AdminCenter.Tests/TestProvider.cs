using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace OptiId.AdminCenter.Tests;

/// <summary>What a provider says of a person.</summary>
/// <param name="InIdToken">Claims of the id_token: name → a text, a truth or several texts.</param>
/// <param name="InUserInfo">Claims that only its userinfo endpoint says.</param>
internal sealed record Person(Dictionary<string, object> InIdToken, Dictionary<string, object>? InUserInfo = null)
{
    /// <summary>With a verified address and names.</summary>
    public static Person Of(string email, string given = "Grace", string family = "Hopper", Action<Dictionary<string, object>>? and = null)
    {
        var claims = new Dictionary<string, object> { ["email"] = email, ["email_verified"] = true, ["given_name"] = given, ["family_name"] = family };
        and?.Invoke(claims);
        return new(claims);
    }

    /// <summary>With one more claim, in the ID token or at userinfo alone.</summary>
    public Person With(bool inUserInfo, string claim, object value) => inUserInfo
        ? this with { InUserInfo = new() { [claim] = value } }
        : this with { InIdToken = new(InIdToken) { [claim] = value } };
}

/// <summary>
/// A real OpenID Connect provider (OpenIddict): discovery, keys, authorization code with PKCE, userinfo. It has no database, so that it checks
/// clients, addresses and used codes here; PKCE and everything of the protocol is OpenIddict's. Its login page lets in whom login_hint names.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "admin-center", ClientSecret = "a secret of the tests, long enough";

    private readonly ConcurrentDictionary<string, byte> usedCodes = [];
    private readonly WebApplication app;
    private readonly string redirectUri;

    private TestProvider(string redirectUri)
    {
        this.redirectUri = redirectUri;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddOpenIddict().AddServer(Configure);
        app = builder.Build();
        app.UseAuthentication();
    }

    /// <summary>Who can sign in: login_hint → what is said of them.</summary>
    public ConcurrentDictionary<string, Person> People { get; } = [];

    /// <summary>Its address.</summary>
    public Uri Issuer => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<TestProvider> StartAsync(string redirectUri)
    {
        var provider = new TestProvider(redirectUri);
        await provider.app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("userinfo");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Email, Scopes.Profile);
        // Keys that are made at once: RSA's take seconds on a busy machine, and the Admin Center doesn't wait for ever.
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
        server.EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement();
        server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(CheckClient));
        server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(CheckSecretAndCode));
        server.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(SignIn));
        server.AddEventHandler<OpenIddictServerEvents.HandleUserInfoRequestContext>(handler => handler.UseInlineHandler(TellMore));
    }

    private ValueTask CheckClient(OpenIddictServerEvents.ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != ClientId || context.RedirectUri != redirectUri)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client or its redirect_uri isn't known.");
        }

        return default;
    }

    private ValueTask CheckSecretAndCode(OpenIddictServerEvents.ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client secret is wrong.");
        }
        else if (!usedCodes.TryAdd(context.Request.Code!, 0))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The code was used before.");
        }

        return default;
    }

    private ValueTask SignIn(OpenIddictServerEvents.HandleAuthorizationRequestContext context)
    {
        if (context.Request.LoginHint is not { } who || !People.TryGetValue(who, out var person))
        {
            context.Reject(OpenIddictConstants.Errors.AccessDenied, "Nobody of this name.");
            return default;
        }

        var identity = new ClaimsIdentity("test");
        identity.AddClaim(new Claim(Claims.Subject, who).SetDestinations(Destinations.IdentityToken, Destinations.AccessToken));
        foreach (var (name, value) in person.InIdToken)
        {
            identity.AddClaims((value as IEnumerable<string> ?? []).Select(text => new Claim(name, text)));
            if (value is bool truth)
            {
                identity.AddClaim(new Claim(name, truth ? "true" : "false", ClaimValueTypes.Boolean));
            }
            else if (value is string text)
            {
                identity.AddClaim(new Claim(name, text));
            }
        }

        identity.SetDestinations(claim => claim.Type == Claims.Subject ? [Destinations.IdentityToken, Destinations.AccessToken] : [Destinations.IdentityToken]);
        identity.SetScopes(context.Request.GetScopes());
        context.SignIn(new ClaimsPrincipal(identity));
        return default;
    }

    private ValueTask TellMore(OpenIddictServerEvents.HandleUserInfoRequestContext context)
    {
        foreach (var (name, value) in People[context.AccessTokenPrincipal!.GetClaim(Claims.Subject)!].InUserInfo ?? [])
        {
            context.Claims[name] = value switch
            {
                bool truth => truth,
                IEnumerable<string> texts => texts.ToImmutableArray<string?>(),
                _ => (string)value,
            };
        }

        return default;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
