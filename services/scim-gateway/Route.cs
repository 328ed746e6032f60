namespace OptiId.ScimGateway;

/// <summary>What a path names.</summary>
internal enum Endpoint
{
    None,

    /// <summary>The base URL itself: all resources (RFC 7644 §3.4.2.1).</summary>
    Root,
    Users,
    Groups,
    ServiceProviderConfig,
    Schemas,
    ResourceTypes,
    Bulk,
    Me,
}

/// <summary>A path taken apart: without regard to case, with doubled and trailing slashes (facts/okta.md §1, §7).</summary>
/// <param name="Endpoint">Which endpoint.</param>
/// <param name="Id">What follows it; null for the endpoint itself.</param>
/// <param name="IsSearch">Whether <c>.search</c> follows it (RFC 7644 §3.4.3).</param>
internal readonly record struct Route(Endpoint Endpoint, string? Id, bool IsSearch = false)
{
    private const int MaximumIdLength = 256;
    private const string Search = ".search";

    private static readonly Dictionary<string, Endpoint> Endpoints = Enum.GetValues<Endpoint>()
        .Where(endpoint => endpoint is not (Endpoint.None or Endpoint.Root))
        .ToDictionary(endpoint => endpoint.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The methods that the address takes, as the header Allow says them.</summary>
    public string Allowed => (Endpoint, Id) switch
    {
        _ when IsSearch => "POST, OPTIONS",
        (Endpoint.Users or Endpoint.Groups, null) => "GET, HEAD, POST, OPTIONS",
        (Endpoint.Users or Endpoint.Groups, _) => "GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
        (Endpoint.Bulk, _) => "POST, OPTIONS",
        _ => "GET, HEAD, OPTIONS",
    };

    /// <summary>Reads a path.</summary>
    /// <returns>With <see cref="Endpoint.None"/> where it names nothing.</returns>
    public static Route Parse(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            [var scim, var version, .. var rest] when Is(scim, "scim") && Is(version, "v2") => ParseRest(rest),
            [var scim, .. var rest] when Is(scim, "scim") => ParseRest(rest), // RFC 7644 §3.13: without a version, the most recent one
            _ => default,
        };
    }

    private static Route ParseRest(string[] segments) => segments switch
    {
        [] => new(Endpoint.Root, null),
        [var only] when Is(only, Search) => new(Endpoint.Root, null, IsSearch: true),
        [var name, .. var rest] when rest.Length <= 1 && Endpoints.TryGetValue(name, out var endpoint) => ParseId(endpoint, rest),
        _ => default,
    };

    private static Route ParseId(Endpoint endpoint, string[] rest) => rest switch
    {
        [] => new(endpoint, null),
        _ when endpoint is Endpoint.Bulk or Endpoint.Me => default,
        [var search] when endpoint is Endpoint.Users or Endpoint.Groups && Is(search, Search) => new(endpoint, null, IsSearch: true),
        [var id] when id.Length <= MaximumIdLength && !id.Any(c => char.IsControl(c) || c == '%') => new(endpoint, id),
        _ => default,
    };

    private static bool Is(string segment, string expected) => segment.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
