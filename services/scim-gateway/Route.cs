namespace OptiId.ScimGateway;

/// <summary>What a path names.</summary>
internal enum Endpoint
{
    None,
    Users,
    Groups,
    ServiceProviderConfig,
    Schemas,
    ResourceTypes,
}

/// <summary>A path taken apart: without regard to case, with doubled and trailing slashes (facts/okta.md §1, §7).</summary>
/// <param name="Endpoint">Which endpoint.</param>
/// <param name="Id">What follows it; null for the endpoint itself.</param>
internal readonly record struct Route(Endpoint Endpoint, string? Id)
{
    private const int MaximumIdLength = 256;

    private static readonly Dictionary<string, Endpoint> Endpoints =
        Enum.GetValues<Endpoint>().Where(endpoint => endpoint != Endpoint.None).ToDictionary(endpoint => endpoint.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a path.</summary>
    /// <returns>With <see cref="Endpoint.None"/> where it names nothing.</returns>
    public static Route Parse(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length is < 3 or > 4 || !Is(segments[0], "scim") || !Is(segments[1], "v2")
            || !Endpoints.TryGetValue(segments[2], out var endpoint))
        {
            return default;
        }

        var id = segments.Length == 4 ? segments[3] : null;
        return id is { Length: > MaximumIdLength } || id?.Any(c => char.IsControl(c) || c == '%') == true ? default : new(endpoint, id);
    }

    private static bool Is(string segment, string expected) => segment.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
