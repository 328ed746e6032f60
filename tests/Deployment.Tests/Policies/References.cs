using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>What one document says of another.</summary>
internal static class References
{
    private static readonly string[] TokenAnnotations = ["dapr.io/api-token-secret", "dapr.io/app-token-secret"];

    /// <summary>Every Secret, ConfigMap, key, service account, volume and Service that is named is there, or is one that the operator makes.</summary>
    public static IEnumerable<string> FindMissing(Documents documents) =>
        documents.Pods.SelectMany(pod => FindMissing(documents, pod))
            .Concat(FindMissingAround(documents))
            .Distinct();

    private static IEnumerable<string> FindMissing(Documents documents, Pod pod)
    {
        if (documents.Find<V1ServiceAccount>(pod.Spec.ServiceAccountName ?? "") is null)
        {
            yield return $"{pod.Owner}: the service account {pod.Spec.ServiceAccountName} isn't there";
        }

        foreach (var variable in pod.Environment.Where(variable => variable.ValueFrom is not null))
        {
            if (variable.ValueFrom.SecretKeyRef is { } secret && !HasSecret(documents, secret.Name, secret.Key))
            {
                yield return $"{pod.Owner}: {variable.Name} is {secret.Key} of the Secret {secret.Name}, which is neither here nor in README.md";
            }

            if (variable.ValueFrom.ConfigMapKeyRef is { } map && documents.Find<V1ConfigMap>(map.Name)?.Data.ContainsKey(map.Key) != true)
            {
                yield return $"{pod.Owner}: {variable.Name} is {map.Key} of the ConfigMap {map.Name}, which isn't there";
            }
        }

        var volumes = (pod.Spec.Volumes ?? []).ToList();
        var claims = documents.Find<V1StatefulSet>(pod.Owner)?.Spec.VolumeClaimTemplates ?? [];
        foreach (var volume in volumes.SelectMany(volume => FindMissing(documents, pod, volume)))
        {
            yield return volume;
        }

        foreach (var mount in pod.Containers.SelectMany(container => container.VolumeMounts ?? [])
            .Where(mount => !volumes.Any(volume => volume.Name == mount.Name) && !claims.Any(claim => claim.Name() == mount.Name)))
        {
            yield return $"{pod.Owner} mounts {mount.Name}, which is no volume of it";
        }
    }

    private static IEnumerable<string> FindMissing(Documents documents, Pod pod, V1Volume volume)
    {
        if (volume.ConfigMap is { } map && documents.Find<V1ConfigMap>(map.Name) is null)
        {
            yield return $"{pod.Owner} mounts the ConfigMap {map.Name}, which isn't there";
        }

        if (volume.PersistentVolumeClaim is { } claim && documents.Find<V1PersistentVolumeClaim>(claim.ClaimName) is null)
        {
            yield return $"{pod.Owner} mounts the claim {claim.ClaimName}, which isn't there";
        }

        foreach (var key in volume.Secret is { } secret ? secret.Items?.Select(item => item.Key) ?? [""] : [])
        {
            if (!HasSecret(documents, volume.Secret!.SecretName, key))
            {
                yield return $"{pod.Owner} mounts {key} of the Secret {volume.Secret.SecretName}, which is neither here nor in README.md";
            }
        }
    }

    private static IEnumerable<string> FindMissingAround(Documents documents)
    {
        foreach (var (ingress, tls) in documents.Of<V1Ingress>().SelectMany(ingress => (ingress.Spec.Tls ?? []).Select(tls => (ingress, tls))))
        {
            if (!HasSecret(documents, tls.SecretName, "tls.crt"))
            {
                yield return $"the Ingress {ingress.Name()} has its certificate in the Secret {tls.SecretName}, which is neither here nor in README.md";
            }
        }

        foreach (var (component, secret) in documents.Of<DaprComponent>().SelectMany(component =>
            component.Spec.Metadata.Where(item => item.SecretKeyRef is not null).Select(item => (component, item.SecretKeyRef!))))
        {
            if (!HasSecret(documents, secret.Name, secret.Key))
            {
                yield return $"the Component {component.Name()} asks for {secret.Key} of the Secret {secret.Name}, which is neither here nor in README.md";
            }
        }

        foreach (var (pod, annotation) in documents.Pods.SelectMany(pod => TokenAnnotations.Select(name => (pod, name))))
        {
            if (pod.Annotation(annotation) is { } name && !HasSecret(documents, name, "token"))
            {
                yield return $"{pod.Owner}: {annotation} is {name}, which has no key token or is neither here nor in README.md";
            }
        }

        foreach (var set in documents.Of<V1StatefulSet>().Where(set => documents.Find<V1Service>(set.Spec.ServiceName) is null))
        {
            yield return $"the StatefulSet {set.Name()} belongs to the Service {set.Spec.ServiceName}, which isn't there";
        }
    }

    // An overlay that makes Secrets makes all of them; one that makes none relies on the operator, who reads README.md.
    private static bool HasSecret(Documents documents, string name, string key)
    {
        if (documents.Of<V1Secret>().Any())
        {
            return documents.Find<V1Secret>(name) is { } secret && (key.Length == 0 || secret.Data?.ContainsKey(key) == true || secret.StringData?.ContainsKey(key) == true);
        }

        return DeclaredSecrets.All.TryGetValue(name, out var keys) && (key.Length == 0 || keys.Contains(key));
    }

    /// <summary>What a variable is, looked up in its ConfigMap; null where it is a secret or isn't there.</summary>
    public static string? ValueOf(Documents documents, V1EnvVar? variable) =>
        variable?.Value ?? (variable?.ValueFrom?.ConfigMapKeyRef is { } map && documents.Find<V1ConfigMap>(map.Name)?.Data.TryGetValue(map.Key, out var value) == true ? value : null);
}
