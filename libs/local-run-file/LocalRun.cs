using System.Text.Json.Serialization;

namespace OptiId.LocalRunFile;

/// <summary>Where a local run listens and what its callers show. Holds a secret: never logged, never on a command line.</summary>
public sealed record LocalRun
{
    /// <summary>The process that is the run.</summary>
    public required int Pid { get; init; }

    /// <summary>The SCIM base URL, e.g. <c>http://127.0.0.1:8080/scim/v2</c>; its port names the run.</summary>
    public required Uri ScimBaseUrl { get; init; }

    /// <summary>The gRPC address of the tokens service.</summary>
    public required Uri Tokens { get; init; }

    /// <summary>The gRPC address of the identity service.</summary>
    public required Uri Identity { get; init; }

    /// <summary>The gRPC address of the groups service.</summary>
    public required Uri Groups { get; init; }

    /// <summary>The gRPC address of the access service.</summary>
    public required Uri Access { get; init; }

    /// <summary>The gRPC address of the SCIM gateway: its provisioning log.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>What every call to a service carries as <c>optiid-caller-secret</c>.</summary>
    public required string CallerSecret { get; init; }

    /// <summary>Where the embedded store keeps its data.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The port of <see cref="ScimBaseUrl"/>.</summary>
    [JsonIgnore]
    public int ScimPort => ScimBaseUrl.Port;

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"local run {Pid} at {ScimBaseUrl}";
}
