using System.Text.Json.Nodes;

namespace OptiId.OktaSim.Http;

/// <summary>One request of Okta's.</summary>
/// <param name="Path">Below the base URL, encoded as it goes on the wire.</param>
/// <param name="Purpose">What Okta is doing, in words.</param>
internal sealed record OktaRequest(HttpMethod Method, string Path, string Purpose, JsonObject? Body = null)
{
    /// <summary>Whose headers it carries.</summary>
    public Client Client { get; init; } = Client.Provisioning;

    /// <summary>The Authorization header; null for the app's own.</summary>
    public string? Authorization { get; init; }

    /// <summary>What kind of request it is, for the table of times: "find user", "create group", …</summary>
    public string Operation => (Method.Method, Kind, HasId) switch
    {
        ("GET", var kind, true) => $"get {kind}",
        ("GET", var kind, _) when Path.Contains("filter=", StringComparison.Ordinal) => $"find {kind}",
        ("GET", var kind, _) => $"list {kind}s",
        ("POST", var kind, _) => $"create {kind}",
        ("PUT", var kind, _) => $"replace {kind}",
        ("PATCH", var kind, _) => $"patch {kind}",
        (_, var kind, _) => $"{Method.Method.ToLowerInvariant()} {kind}",
    };

    private string Kind => Resource.StartsWith("/Users", StringComparison.Ordinal) ? "user"
        : Resource.StartsWith("/Groups", StringComparison.Ordinal) ? "group"
        : "description";

    private bool HasId => Resource.LastIndexOf('/') > 0;

    // A base URL that was typed with a slash at its end doubles the first one.
    private string Resource => "/" + Path.TrimStart('/');
}

/// <summary>Which of Okta's clients sends a request.</summary>
internal enum Client
{
    /// <summary>The provisioning client (okta.md 1).</summary>
    Provisioning,

    /// <summary>The published SPEC suite, which sends other headers (okta.md 1 and 6).</summary>
    SpecSuite,
}
