using k8s.Models;

namespace OptiId.Deployment.Tests.Broken;

/// <summary>Services and Ingresses that lead nowhere, or too far.</summary>
internal static class BrokenExposure
{
    private const string Services = "services have their pods", Ingresses = "ingresses lead to the gateway and the Admin Center only",
        Needs = "ingresses allow what clients need", Addresses = "ingresses and addresses agree", Nginx = "nginx.ingress.kubernetes.io/";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Services, "nobody selected", documents => documents.One<V1Service>("redis").Spec.Selector["app.kubernetes.io/name"] = "rediss", "redis selects 0"),
        new(Services, "everybody selected", documents => documents.One<V1Service>("redis").Spec.Selector = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "optiid" }, "redis selects 9"),
        new(Services, "another port", documents => documents.One<V1Service>("scim-gateway").Spec.Ports[0].TargetPort = "https", "leads to port https"),
        new(Services, "a port of every node", documents => documents.One<V1Service>("admin-center").Spec.Type = "NodePort", "admin-center is a NodePort"),
        new(Ingresses, "another service", documents => Path(documents, "admin-center").Backend.Service.Name = "identity", "leads to identity"),
        new(Ingresses, "the health port", documents => Path(documents, "scim-gateway").Backend.Service.Port.Name = "health", "leads to scim-gateway health"),
        new(Ingresses, "a Service that isn't there", documents => documents.Remove<V1Service>("admin-center"), "which isn't there with that port"),
        new(Ingresses, "every path", documents => Path(documents, "scim-gateway").Path = "/", "lets / through"),
        new(Ingresses, "a default", documents => documents.One<V1Ingress>("scim-gateway").Spec.DefaultBackend = new(), "has a default backend"),
        new(Needs, "small bodies", documents => documents.One<V1Ingress>("scim-gateway").Metadata.Annotations[Nginx + "proxy-body-size"] = "1m", "refuses bodies"),
        new(Needs, "a short wait", documents => documents.One<V1Ingress>("scim-gateway").Metadata.Annotations[Nginx + "proxy-read-timeout"] = "60", "gives up before 70 s"),
        new(Needs, "short pages", documents => documents.One<V1Ingress>("admin-center").Metadata.Annotations.Remove(Nginx + "proxy-send-timeout"), "admin-center's Ingress gives up"),
        new(Needs, "any pod", documents => documents.One<V1Ingress>("admin-center").Metadata.Annotations.Remove(Nginx + "affinity"), "any pod"),
        new(Needs, "no way in", documents => documents.Remove<V1Ingress>("scim-gateway"), "there is no Ingress scim-gateway"),
        new(Addresses, "another host", documents => documents.One<V1Ingress>("scim-gateway").Spec.Rules[0].Host = "example.com", "Gateway__PublicBaseUrl is at scim.optiid.localhost"),
        new(Addresses, "no certificate", documents => documents.One<V1Ingress>("admin-center").Spec.Tls = null, "AdminCenter__PublicBaseUrl is https", "production"),
        new(Addresses, "a certificate of another", documents => documents.One<V1Ingress>("scim-gateway").Spec.Tls[0].Hosts = ["admin.example.com"], "Gateway__PublicBaseUrl is https", "production"),
        new(Addresses, "no address", documents => documents.Variable("scim-gateway", "Gateway__PublicBaseUrl").ValueFrom.ConfigMapKeyRef.Key = "no", "Gateway__PublicBaseUrl is no address"),
    ];

    private static V1HTTPIngressPath Path(Documents documents, string ingress) => documents.One<V1Ingress>(ingress).Spec.Rules[0].Http.Paths[0];
}
