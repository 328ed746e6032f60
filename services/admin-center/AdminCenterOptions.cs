using System.ComponentModel.DataAnnotations;

namespace OptiId.AdminCenter;

/// <summary>The Admin Center's settings. Section <c>AdminCenter</c>.</summary>
internal sealed class AdminCenterOptions
{
    /// <summary>Where it listens, HTTP/1.1 without TLS: TLS ends at the ingress. Loopback by default.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Its address as people see it, never taken from a request's Host. Cookies are <c>__Host-</c> and Secure where it is https.</summary>
    [Required]
    public string PublicBaseUrl { get; set; } = "http://127.0.0.1:8081";

    /// <summary>The SCIM base URL to enter at the identity provider.</summary>
    [Required]
    public string ScimBaseUrl { get; set; } = "http://127.0.0.1:8080/scim/v2";

    /// <summary>After how long without a click a session ends, in minutes; 30 by default.</summary>
    [Range(1, 24 * 60)]
    public int SessionIdleMinutes { get; set; } = 30;

    /// <summary>After how long it ends in any case, in hours; 8 by default.</summary>
    [Range(1, 7 * 24)]
    public int SessionHours { get; set; } = 8;

    /// <summary>Whether one-time sign-in links can be made over gRPC: for the local run and tests; off by default.</summary>
    public bool SignInLinks { get; set; }

    /// <summary>How long such a link works, in minutes; 15 by default.</summary>
    [Range(1, 60)]
    public int SignInLinkMinutes { get; set; } = 15;

    /// <summary>How many requests a second an API token may send in the long run; 50 by default.</summary>
    [Range(1, 100_000)]
    public int ApiRequestsPerSecond { get; set; } = 50;

    /// <summary>How many it may send at once; 200 by default.</summary>
    [Range(1, 1_000_000)]
    public int ApiBurst { get; set; } = 200;

    /// <summary>How many tokens that are nobody's may come from one address at once, and about how many a minute in the long run; 300 by default.</summary>
    [Range(1, 1_000_000)]
    public int ApiWrongTokens { get; set; } = 300;

    /// <summary>How long an API token is believed before it is asked for again, in milliseconds; 5,000 by default and at most (P4).</summary>
    [Range(0, 5_000)]
    public int ApiTokenCacheMilliseconds { get; set; } = 5_000;

    /// <summary>The OpenID Connect providers by which people sign in; none by default.</summary>
    public IList<SignInProvider> Providers { get; } = [];

    /// <summary>Whether people see it over TLS.</summary>
    public bool IsSecure => PublicBaseUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}

/// <summary>One OpenID Connect provider, and for whom it speaks.</summary>
internal sealed class SignInProvider
{
    /// <summary>What the sign-in page calls it, e.g. <c>Example Inc.</c>.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The issuer, e.g. <c>https://example.okta.com</c>; its discovery document says the rest.</summary>
    [Required]
    public string Authority { get; set; } = "";

    /// <summary>The client id that the provider gave.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>The client secret; empty for a public client, whose code is protected by PKCE alone.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds the secret; it goes before <see cref="ClientSecret"/>.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>
    /// Which claim is the e-mail address, the userName (P6); <c>email</c> by default, which counts only where the provider says that it has
    /// verified it (<c>email_verified</c>). Any other is taken as the provider says it.
    /// </summary>
    [Required]
    public string EmailClaim { get; set; } = "email";

    /// <summary>
    /// Whether the claim <c>email</c> counts at a provider that doesn't say whether it has verified it; false by default. Whoever can enter
    /// an address there is then whoever has it here; never Support.
    /// </summary>
    public bool TrustsUnverifiedEmail { get; set; }

    /// <summary>Which claims are the names that JIT takes (P2).</summary>
    public string GivenNameClaim { get; set; } = "given_name";

    /// <inheritdoc cref="GivenNameClaim"/>
    public string FamilyNameClaim { get; set; } = "family_name";

    /// <summary>The id of the one organization for whose people the provider speaks.</summary>
    public string Organization { get; set; } = "";

    /// <summary>Or the claim that names the organization's id, of a provider that is trusted for all of them.</summary>
    public string OrganizationClaim { get; set; } = "";

    /// <summary>Which claim makes somebody Support, where it has one of <see cref="SupportValues"/>; e.g. <c>groups</c>.</summary>
    public string SupportClaim { get; set; } = "";

    /// <summary>The values of <see cref="SupportClaim"/> that make Support.</summary>
    public IList<string> SupportValues { get; } = [];

    /// <summary>E-mail addresses that are Support; of the claim <c>email</c>, only where the provider says that it has verified them, whatever <see cref="TrustsUnverifiedEmail"/> says.</summary>
    public IList<string> SupportEmails { get; } = [];

    /// <summary>The secret, from wherever it is set.</summary>
    public string ReadSecret() => ClientSecretFile is { } file ? File.ReadAllText(file).Trim() : ClientSecret;
}
