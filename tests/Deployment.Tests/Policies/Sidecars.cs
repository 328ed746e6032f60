using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;
using OptiId.ServiceDefaults;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>How Dapr's sidecars are set up: by annotations, which nobody checks in a cluster, and by Configurations.</summary>
internal static partial class Sidecars
{
    private const string Flag = "true|false", Count = "[0-9]+", Name = "[a-z0-9-]+", Size = "[0-9]+(Ki|Mi|Gi)", Processors = "[0-9]+m?|[0-9.]+";

    // The annotations that Dapr's injector knows and that may be used here, with what they may be.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["enabled"] = "true",
        ["app-id"] = Name,
        ["app-port"] = Count,
        ["app-protocol"] = "grpc",
        ["app-max-concurrency"] = Count,
        ["config"] = Name,
        ["api-token-secret"] = Name,
        ["app-token-secret"] = Name,
        ["enable-app-health-check"] = Flag,
        ["app-health-probe-interval"] = Count,
        ["app-health-probe-timeout"] = Count,
        ["app-health-threshold"] = Count,
        ["max-body-size"] = Size,
        ["read-buffer-size"] = Size,
        ["sidecar-cpu-request"] = Processors,
        ["sidecar-cpu-limit"] = Processors,
        ["sidecar-memory-request"] = Size,
        ["sidecar-memory-limit"] = Size,
        ["sidecar-seccomp-profile-type"] = "RuntimeDefault",
        ["env"] = "GOMEMLIMIT=[0-9]+MiB",
        ["log-level"] = "debug|info|warn|error",
        ["log-as-json"] = Flag,
        ["enable-native-sidecar"] = Flag,
        ["block-shutdown-duration"] = "[0-9]+s",
        ["graceful-shutdown-seconds"] = Count,
        ["disable-builtin-k8s-secret-store"] = Flag,
    };

    private static readonly string[] Needed =
    [
        "enabled", "app-id", "app-port", "app-protocol", "config", "api-token-secret", "app-token-secret", "max-body-size", "sidecar-cpu-request", "sidecar-cpu-limit",
        "sidecar-memory-request", "sidecar-memory-limit", "sidecar-seccomp-profile-type", "env", "block-shutdown-duration", "graceful-shutdown-seconds",
        "disable-builtin-k8s-secret-store",
    ];

    private static readonly string[] Protocols = ["grpc", "http"];

    // Of Dapr's APIs, those by which the list of what is allowed may be written; a name or version that Dapr doesn't know opens everything.
    private static readonly string[] KnownApis = ["publish v1 grpc", "metadata v1 grpc", "healthz v1.0 http"];

    /// <summary>Annotations that Dapr knows, with values that it takes, and all that a service needs.</summary>
    public static IEnumerable<string> FindBadAnnotations(Documents documents)
    {
        foreach (var (pod, annotation) in documents.Pods.SelectMany(pod => (pod.Metadata.Annotations ?? new Dictionary<string, string>()).Select(annotation => (pod, annotation))))
        {
            if (annotation.Key.StartsWith("dapr.io/", StringComparison.Ordinal)
                && !(Known.TryGetValue(annotation.Key["dapr.io/".Length..], out var values) && Regex.IsMatch(annotation.Value, $"^({values})$")))
            {
                yield return $"{pod.Owner}: Dapr doesn't know {annotation.Key}={annotation.Value}";
            }
        }

        foreach (var pod in documents.Services.Select(service => documents.Pods.Single(pod => pod.Owner == service.Name())))
        {
            foreach (var name in Needed.Where(name => pod.Annotation($"dapr.io/{name}") is null))
            {
                yield return $"{pod.Owner} lacks dapr.io/{name}";
            }

            if (Mebibytes(pod.Annotation("dapr.io/max-body-size")) * 1024 * 1024 < MessageSizes.Maximum)
            {
                yield return $"{pod.Owner}'s sidecar refuses messages that the services take: dapr.io/max-body-size";
            }

            if (Mebibytes(pod.Annotation("dapr.io/env")) > 0.9 * Mebibytes(pod.Annotation("dapr.io/sidecar-memory-limit")))
            {
                yield return $"{pod.Owner}: GOMEMLIMIT is over nine tenths of the sidecar's memory limit";
            }

            if (pod.Annotation("dapr.io/disable-builtin-k8s-secret-store") != "true")
            {
                yield return $"{pod.Owner}'s sidecar can be asked for the namespace's Secrets";
            }
        }
    }

    private static int Mebibytes(string? size) => int.TryParse(Digits().Match(size ?? "").Value, CultureInfo.InvariantCulture, out var number)
        ? number * (size!.EndsWith("Gi", StringComparison.Ordinal) ? 1024 : 1) : 0;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    /// <summary>App ids are the services' names, each once; each has its Configuration; no Configuration is without its service.</summary>
    public static IEnumerable<string> FindDanglingAnnotations(Documents documents)
    {
        var ids = new List<string>();
        foreach (var pod in documents.Pods.Where(pod => pod.Annotation("dapr.io/enabled") == "true"))
        {
            ids.Add(pod.Annotation("dapr.io/app-id") ?? "");
            if (ids[^1] != pod.Owner)
            {
                yield return $"{pod.Owner} has the app id {ids[^1]}: others look for {pod.Owner}";
            }

            if (documents.Find<DaprConfiguration>(pod.Annotation("dapr.io/config") ?? "") is not { } configuration || configuration.Name() != pod.Owner)
            {
                yield return $"{pod.Owner}'s Configuration {pod.Annotation("dapr.io/config")} isn't there, or is another's";
            }
        }

        foreach (var service in ServiceUse.All.Where(use => ids.Count(id => id == use.AppId) != 1))
        {
            yield return $"the app id {service.AppId} is there {ids.Count(id => id == service.AppId)} times";
        }

        foreach (var configuration in documents.Of<DaprConfiguration>().Where(configuration => !ids.Contains(configuration.Name())))
        {
            yield return $"the Configuration {configuration.Name()} is nobody's";
        }

        var scopes = documents.Of<DaprComponent>().Select(component => (Document: component.Name(), component.Scopes))
            .Concat(documents.Of<DaprSubscription>().Select(subscription => (subscription.Name(), subscription.Scopes)))
            .Concat(documents.Of<DaprResiliency>().Select(resiliency => (resiliency.Name(), resiliency.Scopes)));
        foreach (var (document, named) in scopes)
        {
            foreach (var id in (named ?? []).Where(id => !ids.Contains(id)))
            {
                yield return $"{document} is for {id}, which isn't there";
            }
        }
    }

    /// <summary>
    /// A service may ask of its sidecar what it uses. A protocol without any rule that Dapr knows is open, so each has one; secrets are for nobody.
    /// </summary>
    public static IEnumerable<string> FindOpenApis(Documents documents)
    {
        foreach (var use in ServiceUse.All)
        {
            var spec = documents.Find<DaprConfiguration>(use.AppId)?.Spec;
            var rules = (spec?.Api?.Allowed ?? []).Select(rule => $"{rule.Name} {rule.Version} {rule.Protocol}").ToList();
            foreach (var rule in rules.Where(rule => !KnownApis.Contains(rule)))
            {
                yield return $"{use.AppId}'s sidecar is told of the API {rule}, which Dapr doesn't know by that name and version";
            }

            foreach (var protocol in Protocols.Where(protocol => !rules.Any(rule => KnownApis.Contains(rule) && rule.EndsWith(protocol, StringComparison.Ordinal))))
            {
                yield return $"{use.AppId}'s sidecar serves every {protocol} API: no rule says which";
            }

            if (rules.Contains("publish v1 grpc") != use.Publishes)
            {
                yield return $"{use.AppId} {(use.Publishes ? "publishes, which its sidecar refuses" : "doesn't publish, and its sidecar would let it")}";
            }

            if (spec?.Secrets?.Scopes.Any(scope => scope is { StoreName: "kubernetes", DefaultAccess: "deny", AllowedSecrets: null }) != true)
            {
                yield return $"{use.AppId}'s sidecar can be asked for secrets";
            }
        }
    }
}
