namespace OptiId.ServiceDefaults;

/// <summary>Where a service listens. Section <c>Endpoints</c>.</summary>
public sealed class EndpointOptions
{
    /// <summary>The address of the gRPC port (HTTP/2 without TLS), e.g. <c>http://127.0.0.1:5101</c>; loopback by default.</summary>
    public string Grpc { get; set; } = "http://127.0.0.1:5100";

    /// <summary>The address of <c>/healthz</c> and <c>/readyz</c> (HTTP/1.1); empty: none, as where the gRPC health service is asked.</summary>
    public string Health { get; set; } = "";
}
