using System.ComponentModel.DataAnnotations;

namespace OptiId.ScimGateway;

/// <summary>The gateway's settings. Section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Where it listens, HTTP/1.1 and HTTP/2 without TLS: TLS ends at the ingress. Loopback by default.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>What <c>Location</c> and <c>meta.location</c> begin with; never taken from a request's Host.</summary>
    [Required]
    public string PublicBaseUrl { get; set; } = "http://127.0.0.1:8080/scim/v2";

    /// <summary>How long a token or an organization's mode is believed without asking again, in milliseconds; 5,000 at most (P4).</summary>
    [Range(0, 5_000)]
    public int CallerCacheMilliseconds { get; set; } = 5_000;

    /// <summary>How many requests a second an organization may make for long; 200 by default, 0 for no limit (P31).</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>How many it may make at once on top; 400 by default.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 400;

    /// <summary>What a 429 or 503 asks the client to wait, in whole seconds: Okta reads nothing else; 5 by default.</summary>
    [Range(1, 300)]
    public int RetryAfterSeconds { get; set; } = 5;

    /// <summary>
    /// For how long a bulk request begins operations, in seconds; those left are answered to be sent again. 50 by default: clients and
    /// what stands before the gateway often hang up after 60 s.
    /// </summary>
    [Range(1, 300)]
    public int BulkSeconds { get; set; } = 50;

    /// <summary>How long something behind may be away before 429 (Okta repeats by itself) becomes 503 (the end isn't in sight), in seconds; 60 by default.</summary>
    [Range(1, 3600)]
    public int LongOutageSeconds { get; set; } = 60;

    /// <summary>How long the provisioning log keeps a request, in days; 30 by default (P26).</summary>
    [Range(1, 365)]
    public int LogDays { get; set; } = 30;

    /// <summary>How many requests the provisioning log keeps of an organization, and up to 100 more; 20,000 by default, some 20 MiB.</summary>
    [Range(100, 1_000_000)]
    public int LogMaximumRequests { get; set; } = 20_000;
}
