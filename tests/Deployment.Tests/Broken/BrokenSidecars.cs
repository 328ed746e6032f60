namespace OptiId.Deployment.Tests.Broken;

/// <summary>Sidecars that Dapr would start all the same, and calls that would be let through or refused.</summary>
internal static class BrokenSidecars
{
    private const string Annotations = "sidecars are set up", Names = "sidecars find what they are told", Apis = "sidecars' own API is closed",
        Calls = "callers may call what they call and nothing else";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Annotations, "a misspelt annotation", documents => documents.AnnotationsOf("groups").Add("dapr.io/app-protocoll", "grpc"), "groups: Dapr doesn't know dapr.io/app-protocoll"),
        new(Annotations, "a value that it doesn't take", documents => documents.AnnotationsOf("groups")["dapr.io/enabled"] = "yes", "groups: Dapr doesn't know dapr.io/enabled=yes"),
        new(Annotations, "a protocol by which rules never match", documents => documents.AnnotationsOf("groups")["dapr.io/app-protocol"] = "h2c", "dapr.io/app-protocol=h2c"),
        new(Annotations, "no token demanded", documents => documents.AnnotationsOf("tokens").Remove("dapr.io/app-token-secret"), "tokens lacks dapr.io/app-token-secret"),
        new(Annotations, "no limit", documents => documents.AnnotationsOf("tokens").Remove("dapr.io/sidecar-memory-limit"), "tokens lacks dapr.io/sidecar-memory-limit"),
        new(Annotations, "small messages", documents => documents.AnnotationsOf("groups")["dapr.io/max-body-size"] = "4Mi", "groups's sidecar refuses messages"),
        new(Annotations, "memory to the limit", documents => documents.AnnotationsOf("groups")["dapr.io/env"] = "GOMEMLIMIT=512MiB", "groups: GOMEMLIMIT"),
        new(Annotations, "Secrets for the asking", documents => documents.AnnotationsOf("groups")["dapr.io/disable-builtin-k8s-secret-store"] = "false", "can be asked for the namespace's Secrets"),
        new(Names, "another app id", documents => documents.AnnotationsOf("identity")["dapr.io/app-id"] = "identities", "identity has the app id identities"),
        new(Names, "a Configuration that isn't there", documents => documents.AnnotationsOf("identity")["dapr.io/config"] = "identities", "identity's Configuration identities"),
        new(Names, "another's Configuration", documents => documents.AnnotationsOf("identity")["dapr.io/config"] = "groups", "identity's Configuration groups"),
        new(Names, "a Configuration of nobody", documents => documents.One<DaprConfiguration>("groups").Metadata.Name = "group", "the Configuration group is nobody's"),
        new(Names, "no sidecar", documents => documents.AnnotationsOf("tokens").Remove("dapr.io/enabled"), "the app id tokens is there 0 times"),
        new(Names, "scoped to nobody", documents => documents.One<DaprComponent>("optiid-events").Scopes!.Add("billing"), "optiid-events is for billing"),
        new(Names, "a subscription of nobody", documents => documents.One<DaprSubscription>("groups-dead-letters").Scopes = ["group"], "groups-dead-letters is for group"),
        new(Apis, "a version that Dapr doesn't know", documents => Api(documents, "identity").Allowed[0].Version = "v1.0", "the API publish v1.0 grpc, which Dapr doesn't know"),
        new(Apis, "every HTTP API", documents => Api(documents, "groups").Allowed.RemoveAt(1), "groups's sidecar serves every http API"),
        new(Apis, "every API", documents => documents.One<DaprConfiguration>("access").Spec.Api = null, "access's sidecar serves every grpc API"),
        new(Apis, "a publisher that may not", documents => Api(documents, "tokens").Allowed[0].Name = "metadata", "tokens publishes, which its sidecar refuses"),
        new(Apis, "a publisher too many", documents => Api(documents, "admin-center").Allowed[0].Name = "publish", "admin-center doesn't publish"),
        new(Apis, "secrets", documents => documents.One<DaprConfiguration>("tokens").Spec.Secrets = null, "tokens's sidecar can be asked for secrets"),
        new(Calls, "no access control", documents => documents.One<DaprConfiguration>("admin-center").Spec.AccessControl = null, "admin-center has no access control"),
        new(Calls, "strangers let in", documents => Control(documents, "tokens").DefaultAction = "allow", "tokens doesn't refuse callers"),
        new(Calls, "callers let in everywhere", documents => Control(documents, "identity").Policies[1].DefaultAction = "allow", "identity doesn't refuse groups"),
        new(Calls, "a caller of any namespace", documents => Control(documents, "groups").Policies[0].Namespace = null, "groups: the rule for scim-gateway needs a namespace"),
        new(Calls, "a caller of another trust domain", documents => Control(documents, "groups").Policies[0].TrustDomain = "other", "groups: the rule for scim-gateway needs"),
        new(Calls, "no such RPC", documents => Control(documents, "groups").Policies[0].Operations[0].Name += "s", "which is no RPC"),
        new(Calls, "a pattern", documents => Control(documents, "groups").Policies[0].Operations.Add(new() { Name = "/optiid.groups.v1.GroupsService/*", Action = "allow" }), "which is no RPC"),
        new(Calls, "lower case", documents => Control(documents, "tokens").Policies[0].Operations[0].Name = "/optiid.tokens.v1.tokensservice/authenticatetoken", "which is no RPC"),
        new(Calls, "an RPC that is called and refused", documents => Control(documents, "tokens").Policies[0].Operations.RemoveAt(0),
            "scim-gateway calls /optiid.tokens.v1.TokensService/AuthenticateToken, which tokens refuses it"),
        new(Calls, "a log that is followed and refused", documents => Operations(documents, "identity", "groups").Remove(Operations(documents, "identity", "groups").Single(operation => operation.Name.EndsWith("ReadHeads"))),
            "groups calls /optiid.events.v1.ChangesService/ReadHeads, which identity refuses it"),
        new(Calls, "an RPC too many", documents => Control(documents, "tokens").Policies[0].Operations.Add(new() { Name = "/optiid.tokens.v1.TokensService/RevokeToken", Action = "allow" }),
            "tokens lets scim-gateway call /optiid.tokens.v1.TokensService/RevokeToken, which it never does"),
        new(Calls, "a caller too many", documents => Control(documents, "tokens").Policies.Add(new()
        {
            AppId = "access", Namespace = "optiid", TrustDomain = "public", DefaultAction = "deny", Operations = [new() { Name = "/optiid.tokens.v1.TokensService/ListTokens", Action = "allow" }],
        }), "tokens lets access call"),
        new(Calls, "a product that may do anything", documents => Control(documents, "access").Policies[1].Operations.Add(new() { Name = "/**", Action = "allow" }),
            "access lets example-product allow /**, which is no RPC", "production with a product"),
    ];

    private static AccessControl Control(Documents documents, string app) => documents.One<DaprConfiguration>(app).Spec.AccessControl!;

    private static IList<Operation> Operations(Documents documents, string callee, string caller) =>
        Control(documents, callee).Policies.Single(policy => policy.AppId == caller).Operations;

    private static ApiRules Api(Documents documents, string app) => documents.One<DaprConfiguration>(app).Spec.Api!;
}
