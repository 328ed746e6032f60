using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>The addresses of resources, from the settings.</summary>
internal sealed class Locations(IOptions<GatewayOptions> options)
{
    private readonly string root = options.Value.PublicBaseUrl.TrimEnd('/');

    public string Root => root;

    public string User(string id) => $"{root}/Users/{id}";

    public string Group(string id) => $"{root}/Groups/{id}";
}
