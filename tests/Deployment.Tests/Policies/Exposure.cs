using System.Globalization;
using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>What can be reached by a Service, and by an Ingress.</summary>
internal static class Exposure
{
    private const string Nginx = "nginx.ingress.kubernetes.io/";

    // Okta gives up after 60 s; the gateway refuses more than 10 MiB itself and reads up to 40 MiB to say so.
    private const int SlowestAnswerSeconds = 60;
    private const int GatewayBodyMebibytes = 40;
    private const int IdlePageSeconds = 1800;

    private static readonly string[] Public = ["scim-gateway", "admin-center"], Timeouts = ["proxy-read-timeout", "proxy-send-timeout"];

    /// <summary>A Service whose selector fits no pod, or whose port leads to none, is a silent 503.</summary>
    public static IEnumerable<string> FindServicesWithoutPods(Documents documents)
    {
        foreach (var service in documents.Of<V1Service>())
        {
            var pods = documents.Pods.Where(pod => service.Spec.Selector is { Count: > 0 } && pod.IsMeantBy(new() { MatchLabels = service.Spec.Selector })).ToList();
            if (pods.Count != 1)
            {
                yield return $"the Service {service.Name()} selects {pods.Count} kinds of pods";
            }

            foreach (var port in service.Spec.Ports)
            {
                var target = port.TargetPort?.Value ?? $"{port.Port}";
                if (!pods.All(pod => pod.Containers.SelectMany(container => container.Ports ?? []).Any(declared => declared.Name == target || $"{declared.ContainerPort}" == target)))
                {
                    yield return $"the Service {service.Name()} leads to port {target}, which its pods don't declare";
                }
            }

            if (service.Spec.Type is not (null or "ClusterIP"))
            {
                yield return $"the Service {service.Name()} is a {service.Spec.Type}: whoever comes from outside comes through the ingress";
            }
        }
    }

    /// <summary>From outside only SCIM and the Admin Center can be reached, at their HTTP ports.</summary>
    public static IEnumerable<string> FindOtherIngresses(Documents documents)
    {
        foreach (var ingress in documents.Of<V1Ingress>())
        {
            if (ingress.Spec.DefaultBackend is not null)
            {
                yield return $"the Ingress {ingress.Name()} has a default backend";
            }

            foreach (var path in ingress.Spec.Rules.SelectMany(rule => rule.Http.Paths))
            {
                var service = path.Backend.Service;
                if (service is null || !Public.Contains(service.Name) || service.Port.Name != "http")
                {
                    yield return $"the Ingress {ingress.Name()} leads to {service?.Name} {service?.Port.Name}; only http of {string.Join(" and ", Public)} is for the outside";
                }
                else if (documents.Find<V1Service>(service.Name)?.Spec.Ports.Any(port => port.Name == service.Port.Name) != true)
                {
                    yield return $"the Ingress {ingress.Name()} leads to the Service {service.Name}, which isn't there with that port";
                }

                if (service?.Name == "scim-gateway" && path.Path is not "/scim")
                {
                    yield return $"the Ingress {ingress.Name()} lets {path.Path} through to the gateway; only /scim is for the outside";
                }
            }
        }
    }

    /// <summary>The controller must not refuse, or give up on, what the services would answer.</summary>
    public static IEnumerable<string> FindNarrowIngresses(Documents documents)
    {
        foreach (var problem in FindShort("scim-gateway", SlowestAnswerSeconds + 10).Concat(FindShort("admin-center", IdlePageSeconds)))
        {
            yield return problem;
        }

        if (documents.Find<V1Ingress>("scim-gateway") is { } scim && Number(scim, "proxy-body-size") < GatewayBodyMebibytes)
        {
            yield return $"scim-gateway's Ingress refuses bodies that the gateway answers itself: proxy-body-size is under {GatewayBodyMebibytes}m";
        }

        if (documents.Find<V1Ingress>("admin-center")?.GetAnnotation(Nginx + "affinity") != "cookie")
        {
            yield return "admin-center's Ingress sends a page's connection to any pod: affinity must be cookie";
        }

        IEnumerable<string> FindShort(string name, int seconds) =>
            documents.Find<V1Ingress>(name) is not { } ingress
                ? [$"there is no Ingress {name}"]
                : from setting in Timeouts
                  where Number(ingress, setting) < seconds
                  select $"{name}'s Ingress gives up before {seconds} s: {setting}";
    }

    private static int Number(V1Ingress ingress, string setting) =>
        int.TryParse(ingress.GetAnnotation(Nginx + setting)?.TrimEnd('m'), CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What the services say of where they are is where the ingress has them; https means that there is a certificate.</summary>
    public static IEnumerable<string> FindOtherAddresses(Documents documents)
    {
        foreach (var (name, setting) in new[] { ("scim-gateway", "Gateway__PublicBaseUrl"), ("admin-center", "AdminCenter__PublicBaseUrl") })
        {
            var ingress = documents.Find<V1Ingress>(name);
            var variable = documents.Pods.Single(pod => pod.Owner == name).Environment.SingleOrDefault(variable => variable.Name == setting);
            if (ingress is null || References.ValueOf(documents, variable) is not { } value || !Uri.TryCreate(value, UriKind.Absolute, out var address))
            {
                yield return $"{setting} is no address, or {name} has no Ingress";
                continue;
            }

            if (ingress.Spec.Rules.Any(rule => rule.Host != address.Host))
            {
                yield return $"{setting} is at {address.Host}, {name}'s Ingress is not";
            }

            if ((address.Scheme == "https") != (ingress.Spec.Tls ?? []).Any(tls => tls.Hosts.Contains(address.Host) && tls.SecretName is not null))
            {
                yield return $"{setting} is {address.Scheme}, which {name}'s Ingress doesn't serve at {address.Host}";
            }
        }
    }
}
