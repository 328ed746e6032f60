using k8s.Models;

namespace OptiId.Deployment.Tests.Broken;

/// <summary>Names of what isn't there, and settings that nobody reads or that are missing.</summary>
internal static class BrokenReferences
{
    private const string Names = "what is named exists", Known = "settings are known", Needed = "services have the settings that they need";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Names, "no service account", documents => documents.Remove<V1ServiceAccount>("backup"), "backup: the service account backup"),
        new(Names, "a Secret that isn't made", documents => documents.Remove<V1Secret>("optiid-app-token"), "identity: APP_API_TOKEN is token of the Secret optiid-app-token"),
        new(Names, "a key that isn't in the Secret", documents => documents.One<V1Secret>("optiid-redis").Data.Remove("password"), "access mounts password"),
        new(Names, "a token under another key", documents => documents.One<V1Secret>("optiid-api-token").Data.Remove("token"), "dapr.io/api-token-secret is optiid-api-token"),
        new(Names, "the component's Secret", documents => documents.One<V1Secret>("optiid-rabbitmq").Data.Remove("connection-string"), "optiid-events asks for connection-string"),
        new(Names, "a Secret that README.md doesn't have", documents => documents.Variable("groups", "APP_API_TOKEN").ValueFrom.SecretKeyRef.Name = "optiid-other",
            "groups: APP_API_TOKEN is token of the Secret optiid-other", "production"),
        new(Names, "a key that README.md doesn't have", documents => documents.Variable("groups", "APP_API_TOKEN").ValueFrom.SecretKeyRef.Key = "other",
            "groups: APP_API_TOKEN is other of the Secret", "production"),
        new(Names, "a certificate that README.md doesn't have", documents => documents.One<V1Ingress>("scim-gateway").Spec.Tls[0].SecretName = "tls",
            "scim-gateway has its certificate in the Secret tls", "production"),
        new(Names, "a ConfigMap that isn't there", documents => documents.Variable("groups", "Store__Connection").ValueFrom.ConfigMapKeyRef.Name = "store", "of the ConfigMap store"),
        new(Names, "a mounted ConfigMap that isn't there", documents => documents.PodOf("redis").Volumes.Single(volume => volume.Name == "settings").ConfigMap.Name = "x", "redis mounts the ConfigMap x"),
        new(Names, "a claim that isn't there", documents => documents.Remove<V1PersistentVolumeClaim>("backup"), "backup mounts the claim backup"),
        new(Names, "a volume that isn't there", documents => documents.ContainerOf("redis").VolumeMounts[0].Name = "dat", "redis mounts dat"),
        new(Names, "a StatefulSet's Service", documents => documents.Remove<V1Service>("rabbitmq"), "rabbitmq belongs to the Service rabbitmq"),
        new(Known, "a misspelt setting", documents => documents.Variable("scim-gateway", "Gateway__Url").Name = "Gateway__Uri", "scim-gateway is given Gateway__Uri"),
        new(Known, "a misspelt section", documents => documents.Variable("groups", "Endpoints__Grpc").Name = "Endpoint__Grpc", "groups is given Endpoint__Grpc"),
        new(Known, "a service that isn't there", documents => documents.Variable("groups", "Services__identity").Name = "Services__identities", "groups is given Services__identities"),
        new(Known, "a misspelt part of a list", documents => documents.Variable("admin-center", "AdminCenter__Providers__0__ClientId").Name = "AdminCenter__Providers__0__Client",
            "AdminCenter__Providers__0__Client,", "production"),
        new(Needed, "gRPC on the pod's address", documents => documents.Variable("groups", "Endpoints__Grpc").Value = "http://0.0.0.0:5103", "groups needs Endpoints__Grpc=http://127.0.0.1:5103"),
        new(Needed, "another port than the sidecar's", documents => documents.AnnotationsOf("groups")["dapr.io/app-port"] = "5104", "groups needs Endpoints__Grpc=http://127.0.0.1:5104"),
        new(Needed, "health on loopback", documents => documents.Variable("tokens", "Endpoints__Health").Value = "http://127.0.0.1:8081", "tokens needs Endpoints__Health"),
        new(Needed, "another public port", documents => documents.ContainerOf("scim-gateway").Ports[0].ContainerPort = 8088, "Gateway__Url=http://0.0.0.0:8088"),
        new(Needed, "a callee that it doesn't find", documents => documents.ContainerOf("scim-gateway").Env.Remove(documents.Variable("scim-gateway", "Services__tokens")),
            "scim-gateway needs Services__tokens=dapr:tokens"),
        new(Needed, "past the sidecar", documents => documents.Variable("access", "Services__groups").Value = "http://groups:5103", "access needs Services__groups=dapr:groups"),
        new(Needed, "a callee that it never calls", documents => documents.ContainerOf("tokens").Env.Add(new() { Name = "Services__groups", Value = "dapr:groups" }), "tokens is given Services__groups"),
        new(Needed, "another bus", documents => documents.Variable("identity", "Events__Dapr").Value = "events", "identity needs Events__Dapr=optiid-events"),
        new(Needed, "no token to show", documents => documents.ContainerOf("identity").Env.Remove(documents.Variable("identity", "DAPR_API_TOKEN")), "identity is not given DAPR_API_TOKEN"),
        new(Needed, "a file that isn't mounted", documents => documents.Variable("identity", "Store__PasswordFile").Value = "/run/password", "where nothing is mounted"),
    ];
}
