namespace OptiId.Deployment.Tests;

internal sealed class DaprConfiguration : DaprKind
{
    public ConfigurationSpec Spec { get; set; } = new();
}

internal sealed class ConfigurationSpec
{
    public AccessControl? AccessControl { get; set; }
    public ApiRules? Api { get; set; }
    public SecretRules? Secrets { get; set; }
    public MetricsSettings? Metrics { get; set; }
    public TracingSettings? Tracing { get; set; }
}

internal sealed class AccessControl
{
    public string? DefaultAction { get; set; }
    public string? TrustDomain { get; set; }
    public IList<CallerPolicy> Policies { get; set; } = [];
}

internal sealed class CallerPolicy
{
    public string AppId { get; set; } = "";
    public string? Namespace { get; set; }
    public string? TrustDomain { get; set; }
    public string? DefaultAction { get; set; }
    public IList<Operation> Operations { get; set; } = [];
}

internal sealed class Operation
{
    public string Name { get; set; } = "";
    public IList<string>? HttpVerb { get; set; }
    public string Action { get; set; } = "";
}

internal sealed class ApiRules
{
    public IList<ApiRule> Allowed { get; set; } = [];
    public IList<ApiRule>? Denied { get; set; }
}

internal sealed class ApiRule
{
    public string Name { get; set; } = "";
    public string Version { get; set; } = "";
    public string? Protocol { get; set; }
}

internal sealed class SecretRules
{
    public IList<SecretScope> Scopes { get; set; } = [];
}

internal sealed class SecretScope
{
    public string StoreName { get; set; } = "";
    public string? DefaultAccess { get; set; }
    public IList<string>? AllowedSecrets { get; set; }
    public IList<string>? DeniedSecrets { get; set; }
}

internal sealed class MetricsSettings
{
    public bool? Enabled { get; set; }
    public HttpMetricsSettings? Http { get; set; }
}

internal sealed class HttpMetricsSettings
{
    public bool? IncreasedCardinality { get; set; }
}

internal sealed class TracingSettings
{
    public string? SamplingRate { get; set; }
    public OtelSettings? Otel { get; set; }
}

internal sealed class OtelSettings
{
    public string EndpointAddress { get; set; } = "";
    public bool IsSecure { get; set; }
    public string Protocol { get; set; } = "";
}
