using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace OptiId.Deployment.Tests;

// Dapr's own kinds as its custom resource definitions have them (master of August 2026); of what they allow, the part that is used here.
// A field that isn't here is refused by the strict reader: look it up in Dapr's reference before it is added.

internal abstract class DaprKind : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")] public string ApiVersion { get; set; } = "";
    [JsonPropertyName("kind")] public string Kind { get; set; } = "";
    [JsonPropertyName("metadata")] public V1ObjectMeta Metadata { get; set; } = new();
}

internal sealed class DaprComponent : DaprKind
{
    [JsonPropertyName("spec")] public ComponentSpec Spec { get; set; } = new();
    [JsonPropertyName("auth")] public ComponentAuth? Auth { get; set; }
    [JsonPropertyName("scopes")] public IList<string>? Scopes { get; set; }

    /// <summary>The value of a metadata item; null where it isn't set or is a secret's.</summary>
    public string? this[string name] => Spec.Metadata.FirstOrDefault(item => item.Name == name)?.Value;
}

internal sealed class ComponentSpec
{
    [JsonPropertyName("type")] public string Type { get; set; } = "";
    [JsonPropertyName("version")] public string Version { get; set; } = "";
    [JsonPropertyName("initTimeout")] public string? InitTimeout { get; set; }
    [JsonPropertyName("ignoreErrors")] public bool? IgnoreErrors { get; set; }
    [JsonPropertyName("metadata")] public IList<ComponentMetadata> Metadata { get; set; } = [];
}

internal sealed class ComponentMetadata
{
    [JsonPropertyName("name")] public string Name { get; set; } = "";
    [JsonPropertyName("value")] public string? Value { get; set; }
    [JsonPropertyName("secretKeyRef")] public DaprSecretKey? SecretKeyRef { get; set; }
}

internal sealed class DaprSecretKey
{
    [JsonPropertyName("name")] public string Name { get; set; } = "";
    [JsonPropertyName("key")] public string Key { get; set; } = "";
}

internal sealed class ComponentAuth
{
    [JsonPropertyName("secretStore")] public string SecretStore { get; set; } = "";
}

internal sealed class DaprSubscription : DaprKind
{
    [JsonPropertyName("spec")] public SubscriptionSpec Spec { get; set; } = new();
    [JsonPropertyName("scopes")] public IList<string>? Scopes { get; set; }
}

internal sealed class SubscriptionSpec
{
    [JsonPropertyName("pubsubname")] public string PubSubName { get; set; } = "";
    [JsonPropertyName("topic")] public string Topic { get; set; } = "";
    [JsonPropertyName("routes")] public SubscriptionRoutes Routes { get; set; } = new();
    [JsonPropertyName("deadLetterTopic")] public string? DeadLetterTopic { get; set; }
    [JsonPropertyName("metadata")] public IDictionary<string, string>? Metadata { get; set; }
}

internal sealed class SubscriptionRoutes
{
    [JsonPropertyName("default")] public string? Default { get; set; }
    [JsonPropertyName("rules")] public IList<SubscriptionRule>? Rules { get; set; }
}

internal sealed class SubscriptionRule
{
    [JsonPropertyName("match")] public string Match { get; set; } = "";
    [JsonPropertyName("path")] public string Path { get; set; } = "";
}

internal sealed class DaprResiliency : DaprKind
{
    [JsonPropertyName("spec")] public ResiliencySpec Spec { get; set; } = new();
    [JsonPropertyName("scopes")] public IList<string>? Scopes { get; set; }
}

internal sealed class ResiliencySpec
{
    [JsonPropertyName("policies")] public ResiliencyPolicies Policies { get; set; } = new();
    [JsonPropertyName("targets")] public ResiliencyTargets Targets { get; set; } = new();
}

internal sealed class ResiliencyPolicies
{
    [JsonPropertyName("timeouts")] public IDictionary<string, string> Timeouts { get; set; } = new Dictionary<string, string>();
    [JsonPropertyName("retries")] public IDictionary<string, RetryPolicy> Retries { get; set; } = new Dictionary<string, RetryPolicy>();
}

internal sealed class RetryPolicy
{
    [JsonPropertyName("policy")] public string Policy { get; set; } = "";
    [JsonPropertyName("duration")] public string? Duration { get; set; }
    [JsonPropertyName("maxInterval")] public string? MaxInterval { get; set; }
    [JsonPropertyName("maxRetries")] public int? MaxRetries { get; set; }
    [JsonPropertyName("matching")] public RetryMatching? Matching { get; set; }
}

internal sealed class RetryMatching
{
    [JsonPropertyName("gRPCStatusCodes")] public string? GrpcStatusCodes { get; set; }
    [JsonPropertyName("httpStatusCodes")] public string? HttpStatusCodes { get; set; }
}

internal sealed class ResiliencyTargets
{
    [JsonPropertyName("apps")] public IDictionary<string, ResiliencyTarget> Apps { get; set; } = new Dictionary<string, ResiliencyTarget>();
    [JsonPropertyName("components")] public IDictionary<string, ComponentTarget> Components { get; set; } = new Dictionary<string, ComponentTarget>();
}

internal sealed class ComponentTarget
{
    [JsonPropertyName("inbound")] public ResiliencyTarget? Inbound { get; set; }
    [JsonPropertyName("outbound")] public ResiliencyTarget? Outbound { get; set; }
}

internal sealed class ResiliencyTarget
{
    [JsonPropertyName("timeout")] public string? Timeout { get; set; }
    [JsonPropertyName("retry")] public string? Retry { get; set; }
}
