using k8s.Models;

namespace OptiId.Deployment.Tests.Broken;

/// <summary>Pods that may do too much, take too much or end too soon.</summary>
internal static class BrokenContainers
{
    private const string Restricted = "containers are restricted", Limits = "containers have requests and limits", Images = "images have a version", Versions = "services' images are of the version that is built here",
        Probes = "probes ask declared ports", Tokens = "pods show Kubernetes no token", Namespaces = "namespaces are restricted", Spread = "pods are spread",
        Budgets = "deployments may be drained", Scalers = "autoscalers look at the service's own container", Shutdown = "shutting down has time";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Restricted, "root allowed", documents => documents.ContainerOf("identity").SecurityContext.RunAsNonRoot = false, "identity/app may run as root"),
        new(Restricted, "root named", documents => documents.ContainerOf("groups").SecurityContext.RunAsUser = 0, "groups/app may run as root"),
        new(Restricted, "writable root", documents => documents.ContainerOf("redis").SecurityContext.ReadOnlyRootFilesystem = null, "redis/redis can write"),
        new(Restricted, "escalation", documents => documents.ContainerOf("tokens").SecurityContext.AllowPrivilegeEscalation = null, "tokens/app may gain"),
        new(Restricted, "privileged", documents => documents.ContainerOf("tokens").SecurityContext.Privileged = true, "tokens/app may gain"),
        new(Restricted, "a capability kept", documents => documents.ContainerOf("rabbitmq").SecurityContext.Capabilities.Drop = ["NET_RAW"], "rabbitmq/rabbitmq keeps"),
        new(Restricted, "a capability added", documents => documents.ContainerOf("access").SecurityContext.Capabilities.Add = ["NET_ADMIN"], "access/app keeps"),
        new(Restricted, "no seccomp", documents => documents.ContainerOf("access").SecurityContext.SeccompProfile = null, "access/app has no seccomp"),
        new(Restricted, "no seccomp for the sidecar", documents => documents.PodOf("access").SecurityContext.SeccompProfile = null, "access: the pod isn't"),
        new(Restricted, "the node's network", documents => documents.PodOf("scim-gateway").HostNetwork = true, "scim-gateway shares"),
        new(Restricted, "a port of the node", documents => documents.ContainerOf("scim-gateway").Ports[0].HostPort = 80, "scim-gateway/app takes a port"),
        new(Restricted, "the node's files", documents => documents.PodOf("backup").Volumes.Add(new() { Name = "x", HostPath = new() { Path = "/etc" } }), "backup mounts the node's /etc"),
        new(Restricted, "a container more", documents => documents.PodOf("identity").InitContainers = [new() { Name = "init", Image = "a:1" }], "identity/init may run as root"),
        new(Limits, "no memory limit", documents => documents.ContainerOf("groups").Resources.Limits.Remove("memory"), "groups/app has no memory in limits"),
        new(Limits, "no resources", documents => documents.ContainerOf("backup").Resources = null, "backup/backup has no cpu in requests"),
        new(Limits, "endless scratch space", documents => documents.PodOf("access").Volumes.Single(volume => volume.Name == "tmp").EmptyDir.SizeLimit = null, "access: the emptyDir tmp"),
        new(Images, "no tag", documents => documents.ContainerOf("identity").Image = "optiid/identity", "identity/app runs optiid/identity,"),
        new(Images, "no tag, a port", documents => documents.ContainerOf("identity").Image = "registry:5000/optiid/identity", "identity/app runs"),
        new(Images, "latest", documents => documents.ContainerOf("redis").Image = "redis:latest", "redis/redis runs redis:latest"),
        new(Versions, "an older one", documents => documents.ContainerOf("identity").Image = "optiid/identity:0.1.0", "identity/app runs optiid/identity:0.1.0, and not"),
        new(Versions, "another service's", documents => documents.ContainerOf("groups").Image = documents.ContainerOf("access").Image, "groups/app runs optiid/access:"),
        new(Probes, "another port", documents => documents.ContainerOf("redis").LivenessProbe.TcpSocket.Port = "6380", "asks port 6380"),
        new(Probes, "the public port", documents => documents.ContainerOf("scim-gateway").ReadinessProbe.HttpGet.Port = "http", "must ask /readyz at the port health"),
        new(Probes, "readiness for liveness", documents => documents.ContainerOf("tokens").LivenessProbe.HttpGet.Path = "/readyz", "must ask /healthz"),
        new(Probes, "no readiness", documents => documents.ContainerOf("rabbitmq").ReadinessProbe = null, "rabbitmq/rabbitmq has no readiness probe"),
        new(Tokens, "a mounted token", documents => documents.PodOf("groups").AutomountServiceAccountToken = null, "groups mounts"),
        new(Tokens, "an account that gives its token", documents => documents.One<V1ServiceAccount>("tokens").AutomountServiceAccountToken = true, "account tokens gives"),
        new(Tokens, "the default account", documents => documents.PodOf("backup").ServiceAccountName = null, "backup use the service account default"),
        new(Tokens, "a shared account", documents => documents.PodOf("groups").ServiceAccountName = "identity", "identity; each has its own"),
        new(Namespaces, "baseline", documents => documents.One<V1Namespace>("optiid").Metadata.Labels["pod-security.kubernetes.io/enforce"] = "baseline", "doesn't enforce restricted"),
        new(Namespaces, "another namespace", documents => documents.One<V1Service>("redis").Metadata.NamespaceProperty = "default", "Service redis is in the namespace default"),
        new(Budgets, "no budget", documents => documents.Remove<V1PodDisruptionBudget>("identity"), "identity has 0"),
        new(Budgets, "a minimum", documents => documents.One<V1PodDisruptionBudget>("tokens").Spec.MaxUnavailable = null, "tokens's PodDisruptionBudget must say"),
        new(Budgets, "a budget for nobody", documents => documents.One<V1PodDisruptionBudget>("groups").Spec.Selector.MatchLabels["app.kubernetes.io/name"] = "group", "groups selects no pod"),
        new(Scalers, "another target", documents => documents.One<V2HorizontalPodAutoscaler>("access").Spec.ScaleTargetRef.Name = "acces", "scales Deployment acces"),
        new(Scalers, "the whole pod", documents => documents.One<V2HorizontalPodAutoscaler>("access").Spec.Metrics[0].Type = "Resource", "access looks at Resource"),
        new(Scalers, "the sidecar", documents => documents.One<V2HorizontalPodAutoscaler>("groups").Spec.Metrics[0].ContainerResource.Container = "daprd", "looks at ContainerResource daprd"),
        new(Scalers, "two who say how many", documents => documents.One<V1Deployment>("groups").Spec.Replicas = 2, "groups says how many"),
        new(Scalers, "less at most than at least", documents => documents.One<V2HorizontalPodAutoscaler>("groups").Spec.MinReplicas = 50, "more at least"),
        new(Scalers, "no autoscaler", documents => documents.Remove<V2HorizontalPodAutoscaler>("tokens"), "tokens hasn't one"),
        new(Spread, "not over zones", documents => documents.PodOf("identity").TopologySpreadConstraints.RemoveAt(0), "identity's pods aren't spread by topology"),
        new(Spread, "all services together", documents => documents.PodOf("identity").TopologySpreadConstraints[1].MatchLabelKeys = null, "identity's pods aren't spread by kubernetes.io/hostname"),
        new(Shutdown, "no pause", documents => documents.ContainerOf("groups").Lifecycle = null, "groups ends while"),
        new(Shutdown, "no time", documents => documents.PodOf("groups").TerminationGracePeriodSeconds = 30, "groups is killed after 30 s"),
        new(Shutdown, "away before there", documents => documents.One<V1Deployment>("tokens").Spec.Strategy.RollingUpdate.MaxUnavailable = "1", "tokens takes pods away"),
    ];
}
