using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>What a container may be.</summary>
internal static class Containers
{
    private static readonly string[] AmountKinds = ["requests", "limits"], Resources = ["cpu", "memory"], SecurityModes = ["enforce", "audit", "warn"];

    /// <summary>What Pod Security's "restricted" asks, and a root file system that can't be written.</summary>
    public static IEnumerable<string> FindUnrestricted(Documents documents)
    {
        foreach (var pod in documents.Pods)
        {
            if (pod.Spec.HostNetwork == true || pod.Spec.HostPID == true || pod.Spec.HostIPC == true)
            {
                yield return $"{pod.Owner} shares the node's network, processes or memory";
            }

            if (pod.Spec.SecurityContext is not { RunAsNonRoot: true, SeccompProfile.Type: "RuntimeDefault" })
            {
                yield return $"{pod.Owner}: the pod isn't runAsNonRoot with seccomp RuntimeDefault";
            }

            foreach (var volume in (pod.Spec.Volumes ?? []).Where(volume => volume.HostPath is not null))
            {
                yield return $"{pod.Owner} mounts the node's {volume.HostPath.Path}";
            }

            foreach (var problem in pod.Containers.SelectMany(container => FindUnrestricted(pod, container)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> FindUnrestricted(Pod pod, V1Container container)
    {
        var name = $"{pod.Owner}/{container.Name}";
        var security = container.SecurityContext ?? new();
        if (security.RunAsNonRoot != true || (security.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser) is null or 0)
        {
            yield return $"{name} may run as root: it needs runAsNonRoot and a runAsUser";
        }

        if (security.ReadOnlyRootFilesystem != true)
        {
            yield return $"{name} can write its root file system";
        }

        if (security.AllowPrivilegeEscalation != false || security.Privileged == true)
        {
            yield return $"{name} may gain privileges";
        }

        if (security.Capabilities is not { Drop: { } dropped, Add: null or { Count: 0 } } || !dropped.Contains("ALL"))
        {
            yield return $"{name} keeps capabilities";
        }

        if (security.SeccompProfile?.Type != "RuntimeDefault")
        {
            yield return $"{name} has no seccomp profile RuntimeDefault";
        }

        if ((container.Ports ?? []).Any(port => port.HostPort is not null))
        {
            yield return $"{name} takes a port of the node";
        }
    }

    /// <summary>Processor and memory, asked for and bounded; scratch space too.</summary>
    public static IEnumerable<string> FindUnlimited(Documents documents) =>
        documents.Pods.SelectMany(pod => pod.Containers.SelectMany(container =>
            from kind in AmountKinds
            from resource in Resources
            let amounts = kind == "requests" ? container.Resources?.Requests : container.Resources?.Limits
            where amounts?.ContainsKey(resource) != true
            select $"{pod.Owner}/{container.Name} has no {resource} in {kind}")
            .Concat(
                from volume in pod.Spec.Volumes ?? []
                where volume.EmptyDir is { SizeLimit: null }
                select $"{pod.Owner}: the emptyDir {volume.Name} has no sizeLimit"));

    /// <summary>The same manifests give the same system tomorrow.</summary>
    public static IEnumerable<string> FindUnversionedImages(Documents documents) =>
        from pod in documents.Pods
        from container in pod.Containers
        let tag = TagOf(container.Image)
        where tag is null or "latest"
        select $"{pod.Owner}/{container.Name} runs {container.Image}, which is another image tomorrow";

    /// <summary>What the manifests start is what they were written beside.</summary>
    public static IEnumerable<string> FindOtherVersions(Documents documents) =>
        from deployment in documents.Services
        from container in deployment.Spec.Template.Spec.Containers
        let expected = $"optiid/{deployment.Name()}:{typeof(ServiceDefaults.ServiceHost).Assembly.GetName().Version!.ToString(fieldCount: 3)}"
        where container.Image != expected
        select $"{deployment.Name()}/{container.Name} runs {container.Image}, and not {expected}";

    private static string? TagOf(string? image)
    {
        var name = image?[(image.LastIndexOf('/') + 1)..] ?? "";
        return name.Contains('@', StringComparison.Ordinal) ? name.Split('@')[1] : name.Split(':') is [_, { Length: > 0 } tag] ? tag : null;
    }

    /// <summary>Each service is asked whether it lives and whether it can serve, at the port for that; every other probe asks a port that is there.</summary>
    public static IEnumerable<string> FindBadProbes(Documents documents)
    {
        foreach (var (pod, container) in documents.Pods.SelectMany(pod => pod.Spec.Containers.Select(container => (pod, container))))
        {
            var isService = documents.Services.Any(service => service.Name() == pod.Owner);
            var isJob = documents.Find<V1CronJob>(pod.Owner) is not null;
            (string Kind, V1Probe? Probe, string Path)[] probes =
            [
                ("startup", container.StartupProbe, "/healthz"), ("liveness", container.LivenessProbe, "/healthz"), ("readiness", container.ReadinessProbe, "/readyz"),
            ];
            foreach (var (kind, probe, path) in probes)
            {
                if (probe is null)
                {
                    if (!isJob)
                    {
                        yield return $"{pod.Owner}/{container.Name} has no {kind} probe";
                    }

                    continue;
                }

                var port = probe.HttpGet?.Port ?? probe.TcpSocket?.Port;
                if (port is not null && !(container.Ports ?? []).Any(declared => declared.Name == port.Value || $"{declared.ContainerPort}" == port.Value))
                {
                    yield return $"{pod.Owner}/{container.Name}: the {kind} probe asks port {port.Value}, which isn't declared";
                }

                if (isService && (probe.HttpGet?.Path != path || port?.Value != "health"))
                {
                    yield return $"{pod.Owner}/{container.Name}: the {kind} probe must ask {path} at the port health";
                }
            }
        }
    }

    /// <summary>No pod of ours asks Kubernetes anything; the sidecar's identity is a volume of its own, which the injector adds.</summary>
    public static IEnumerable<string> FindMountedTokens(Documents documents) =>
        documents.Pods.Where(pod => pod.Spec.AutomountServiceAccountToken != false)
            .Select(pod => $"{pod.Owner} mounts its service account's token")
            .Concat(documents.Of<V1ServiceAccount>().Where(account => account.AutomountServiceAccountToken != false)
                .Select(account => $"the service account {account.Name()} gives its token to every pod"))
            .Concat(documents.Pods.GroupBy(pod => pod.Spec.ServiceAccountName).Where(pods => pods.Key is null or "default" || pods.Count() > 1)
                .Select(pods => $"{string.Join(", ", pods.Select(pod => pod.Owner))} use the service account {pods.Key ?? "default"}; each has its own"));

    /// <summary>The cluster itself holds pods to it too, and everything is in such a namespace.</summary>
    public static IEnumerable<string> FindOpenNamespaces(Documents documents)
    {
        foreach (var space in documents.Of<V1Namespace>())
        {
            foreach (var label in SecurityModes.Where(label => space.GetLabel($"pod-security.kubernetes.io/{label}") != "restricted"))
            {
                yield return $"the namespace {space.Name()} doesn't {label} restricted";
            }
        }

        var names = documents.Of<V1Namespace>().Select(space => space.Name()).ToHashSet();
        foreach (var document in documents.All.Where(document => document is not V1Namespace && !names.Contains(document.Namespace() ?? "")))
        {
            yield return $"{document.Kind} {document.Name()} is in the namespace {document.Namespace() ?? "(none)"}, which isn't among the documents";
        }
    }
}
