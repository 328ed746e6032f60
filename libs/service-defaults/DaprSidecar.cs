using Microsoft.Extensions.Configuration;

namespace OptiId.ServiceDefaults;

/// <summary>The Dapr sidecar beside a service, by the names that Dapr itself gives these settings.</summary>
/// <param name="Address">
/// Its gRPC API: <c>DAPR_GRPC_ENDPOINT</c>, or loopback at <c>DAPR_GRPC_PORT</c>, which Dapr's injector sets; 50001 by default.
/// </param>
/// <param name="ApiToken"><c>DAPR_API_TOKEN</c>, shown to the sidecar; empty: none.</param>
/// <param name="AppToken"><c>APP_API_TOKEN</c>, which the sidecar shows to the service; empty: none is demanded.</param>
public sealed record DaprSidecar(Uri Address, string ApiToken, string AppToken)
{
    /// <summary>The header by which either shows its token.</summary>
    public const string TokenHeader = "dapr-api-token";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">The address is none.</exception>
    public static DaprSidecar Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var address = configuration["DAPR_GRPC_ENDPOINT"] is { Length: > 0 } endpoint
            ? endpoint
            : $"http://127.0.0.1:{configuration["DAPR_GRPC_PORT"] ?? "50001"}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new(uri, configuration["DAPR_API_TOKEN"] ?? "", configuration["APP_API_TOKEN"] ?? "")
            : throw new SettingsException($"DAPR_GRPC_ENDPOINT or DAPR_GRPC_PORT makes \"{address}\", which is no address: set e.g. http://127.0.0.1:50001.");
    }
}
