using Microsoft.Extensions.Configuration;

namespace OptiId.ServiceDefaults;

/// <summary>Where another service is, by the setting <c>Services:NAME</c>.</summary>
/// <param name="Straight">Its replicas' own addresses; empty where it is called through the sidecar.</param>
/// <param name="AppId">The name by which the caller's Dapr sidecar knows it; null where it is called straight.</param>
internal sealed record ServiceAddress(IReadOnlyList<Uri> Straight, string? AppId)
{
    private const string DaprScheme = "dapr:";

    /// <summary>
    /// Reads the setting: <c>http://127.0.0.1:5102</c>, several such addresses with commas between them, or <c>dapr:identity</c>.
    /// </summary>
    /// <exception cref="SettingsException">It isn't set, or is none of these.</exception>
    public static ServiceAddress Of(IConfiguration configuration, string service)
    {
        var setting = configuration[$"Services:{service}"];
        if (string.IsNullOrWhiteSpace(setting))
        {
            throw Unusable("is not set");
        }

        if (setting.StartsWith(DaprScheme, StringComparison.OrdinalIgnoreCase))
        {
            return setting[DaprScheme.Length..].Trim() is { Length: > 0 } appId ? new([], appId) : throw Unusable("names no app id");
        }

        Uri[] addresses = [.. setting.Split(',', StringSplitOptions.TrimEntries).Select(Parse)];
        return addresses.DistinctBy(address => address.Scheme).Skip(1).Any() ? throw Unusable("mixes http and https") : new(addresses, AppId: null);

        Uri Parse(string address) =>
            Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : throw Unusable($"has \"{address}\", which is no address");

        SettingsException Unusable(string what) => new(
            $"Services:{service} {what}: set the address of the {service} service, e.g. http://127.0.0.1:5101, or dapr:APP-ID to call it through the Dapr sidecar.");
    }
}
