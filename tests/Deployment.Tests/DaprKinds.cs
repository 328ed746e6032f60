using k8s;
using k8s.Models;
using YamlDotNet.Serialization;

namespace OptiId.Deployment.Tests;

// Dapr's own kinds as its custom resource definitions have them (master of August 2026); of what they allow, the part that is used here.
// A field that isn't here is refused by the strict reader: look it up in Dapr's reference before it is added.

internal abstract class DaprKind : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
}

internal sealed class DaprComponent : DaprKind
{
    public ComponentSpec Spec { get; set; } = new();
    public ComponentAuth? Auth { get; set; }
    public IList<string>? Scopes { get; set; }

    /// <summary>The value of a metadata item; null where it isn't set or is a secret's.</summary>
    public string? this[string name] => Spec.Metadata.FirstOrDefault(item => item.Name == name)?.Value;
}

internal sealed class ComponentSpec
{
    public string Type { get; set; } = "";
    public string Version { get; set; } = "";
    public string? InitTimeout { get; set; }
    public bool? IgnoreErrors { get; set; }
    public IList<ComponentMetadata> Metadata { get; set; } = [];
}

internal sealed class ComponentMetadata
{
    public string Name { get; set; } = "";
    public string? Value { get; set; }
    public DaprSecretKey? SecretKeyRef { get; set; }
}

internal sealed class DaprSecretKey
{
    public string Name { get; set; } = "";
    public string Key { get; set; } = "";
}

internal sealed class ComponentAuth
{
    public string SecretStore { get; set; } = "";
}

internal sealed class DaprSubscription : DaprKind
{
    public SubscriptionSpec Spec { get; set; } = new();
    public IList<string>? Scopes { get; set; }
}

internal sealed class SubscriptionSpec
{
    [YamlMember(Alias = "pubsubname", ApplyNamingConventions = false)] public string PubSubName { get; set; } = "";
    public string Topic { get; set; } = "";
    public SubscriptionRoutes Routes { get; set; } = new();
    public string? DeadLetterTopic { get; set; }
    public IDictionary<string, string>? Metadata { get; set; }
}

internal sealed class SubscriptionRoutes
{
    public string? Default { get; set; }
    public IList<SubscriptionRule>? Rules { get; set; }
}

internal sealed class SubscriptionRule
{
    public string Match { get; set; } = "";
    public string Path { get; set; } = "";
}

internal sealed class DaprResiliency : DaprKind
{
    public ResiliencySpec Spec { get; set; } = new();
    public IList<string>? Scopes { get; set; }
}

internal sealed class ResiliencySpec
{
    public ResiliencyPolicies Policies { get; set; } = new();
    public ResiliencyTargets Targets { get; set; } = new();
}

internal sealed class ResiliencyPolicies
{
    public IDictionary<string, string> Timeouts { get; set; } = new Dictionary<string, string>();
    public IDictionary<string, RetryPolicy> Retries { get; set; } = new Dictionary<string, RetryPolicy>();
}

internal sealed class RetryPolicy
{
    public string Policy { get; set; } = "";
    public string? Duration { get; set; }
    public string? MaxInterval { get; set; }
    public int? MaxRetries { get; set; }
    public RetryMatching? Matching { get; set; }
}

internal sealed class RetryMatching
{
    [YamlMember(Alias = "gRPCStatusCodes", ApplyNamingConventions = false)] public string? GrpcStatusCodes { get; set; }
    public string? HttpStatusCodes { get; set; }
}

internal sealed class ResiliencyTargets
{
    public IDictionary<string, ResiliencyTarget> Apps { get; set; } = new Dictionary<string, ResiliencyTarget>();
    public IDictionary<string, ComponentTarget> Components { get; set; } = new Dictionary<string, ComponentTarget>();
}

internal sealed class ComponentTarget
{
    public ResiliencyTarget? Inbound { get; set; }
    public ResiliencyTarget? Outbound { get; set; }
}

internal sealed class ResiliencyTarget
{
    public string? Timeout { get; set; }
    public string? Retry { get; set; }
}
