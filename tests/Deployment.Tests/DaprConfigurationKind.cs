using System.Text.Json.Serialization;

namespace OptiId.Deployment.Tests;

internal sealed class DaprConfiguration : DaprKind
{
    [JsonPropertyName("spec")] public ConfigurationSpec Spec { get; set; } = new();
}

internal sealed class ConfigurationSpec
{
    [JsonPropertyName("accessControl")] public AccessControl? AccessControl { get; set; }
    [JsonPropertyName("api")] public ApiRules? Api { get; set; }
    [JsonPropertyName("secrets")] public SecretRules? Secrets { get; set; }
    [JsonPropertyName("metrics")] public MetricsSettings? Metrics { get; set; }
    [JsonPropertyName("tracing")] public TracingSettings? Tracing { get; set; }
}

internal sealed class AccessControl
{
    [JsonPropertyName("defaultAction")] public string? DefaultAction { get; set; }
    [JsonPropertyName("trustDomain")] public string? TrustDomain { get; set; }
    [JsonPropertyName("policies")] public IList<CallerPolicy> Policies { get; set; } = [];
}

internal sealed class CallerPolicy
{
    [JsonPropertyName("appId")] public string AppId { get; set; } = "";
    [JsonPropertyName("namespace")] public string? Namespace { get; set; }
    [JsonPropertyName("trustDomain")] public string? TrustDomain { get; set; }
    [JsonPropertyName("defaultAction")] public string? DefaultAction { get; set; }
    [JsonPropertyName("operations")] public IList<Operation> Operations { get; set; } = [];
}

internal sealed class Operation
{
    [JsonPropertyName("name")] public string Name { get; set; } = "";
    [JsonPropertyName("httpVerb")] public IList<string>? HttpVerb { get; set; }
    [JsonPropertyName("action")] public string Action { get; set; } = "";
}

internal sealed class ApiRules
{
    [JsonPropertyName("allowed")] public IList<ApiRule> Allowed { get; set; } = [];
    [JsonPropertyName("denied")] public IList<ApiRule>? Denied { get; set; }
}

internal sealed class ApiRule
{
    [JsonPropertyName("name")] public string Name { get; set; } = "";
    [JsonPropertyName("version")] public string Version { get; set; } = "";
    [JsonPropertyName("protocol")] public string? Protocol { get; set; }
}

internal sealed class SecretRules
{
    [JsonPropertyName("scopes")] public IList<SecretScope> Scopes { get; set; } = [];
}

internal sealed class SecretScope
{
    [JsonPropertyName("storeName")] public string StoreName { get; set; } = "";
    [JsonPropertyName("defaultAccess")] public string? DefaultAccess { get; set; }
    [JsonPropertyName("allowedSecrets")] public IList<string>? AllowedSecrets { get; set; }
    [JsonPropertyName("deniedSecrets")] public IList<string>? DeniedSecrets { get; set; }
}

internal sealed class MetricsSettings
{
    [JsonPropertyName("enabled")] public bool? Enabled { get; set; }
    [JsonPropertyName("http")] public HttpMetricsSettings? Http { get; set; }
}

internal sealed class HttpMetricsSettings
{
    [JsonPropertyName("increasedCardinality")] public bool? IncreasedCardinality { get; set; }
}

internal sealed class TracingSettings
{
    [JsonPropertyName("samplingRate")] public string? SamplingRate { get; set; }
    [JsonPropertyName("otel")] public OtelSettings? Otel { get; set; }
}

internal sealed class OtelSettings
{
    [JsonPropertyName("endpointAddress")] public string EndpointAddress { get; set; } = "";
    [JsonPropertyName("isSecure")] public bool IsSecure { get; set; }
    [JsonPropertyName("protocol")] public string Protocol { get; set; } = "";
}
