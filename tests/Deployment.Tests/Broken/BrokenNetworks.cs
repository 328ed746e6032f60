using k8s.Models;

namespace OptiId.Deployment.Tests.Broken;

/// <summary>Networks with holes, and with walls where a way is needed.</summary>
internal static class BrokenNetworks
{
    private const string Idle = "network policies select pods", Uncovered = "nothing is open that isn't opened", Routes = "pods reach what they need and nothing else",
        Borders = "what is outside reaches and is reached as meant";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Idle, "nobody selected", documents => Policy(documents, "store").Spec.PodSelector.MatchLabels["app.kubernetes.io/name"] = "rediss", "store selects no pod"),
        new(Idle, "a peer that isn't there", documents => Policy(documents, "groups-to-services").Spec.Egress[0].To[0].PodSelector.MatchExpressions[0].Values = ["identities"], "lets pods through of which there are none"),
        new(Idle, "a peer that isn't there among others", documents => Policy(documents, "broker").Spec.Ingress[0].FromProperty[0].PodSelector.MatchExpressions[0].Values.Add("billing"), "names billing"),
        new(Uncovered, "no denial", documents => documents.Remove<V1NetworkPolicy>("default-deny"), "Ingress is open"),
        new(Uncovered, "outgoing forgotten", documents => Policy(documents, "default-deny").Spec.PolicyTypes = ["Ingress"], "Egress is open"),
        new(Uncovered, "a denial of some", documents => Policy(documents, "default-deny").Spec.PodSelector.MatchLabels = new Dictionary<string, string> { ["a"] = "b" }, "Ingress is open"),
        new(Routes, "a caller locked out", documents => Names(documents, "groups-from-services").Remove("access"), "access doesn't reach groups at port 50002"),
        new(Routes, "a callee out of reach", documents => Names(documents, "access-to-services", isEgress: true).Remove("identity"), "access doesn't reach identity at port 50002"),
        new(Routes, "a caller too many", documents => { Names(documents, "tokens-from-services").Add("groups"); Names(documents, "groups-to-services", isEgress: true).Add("tokens"); }, "groups reaches tokens at port 50002"),
        new(Routes, "every port", documents => { Policy(documents, "groups-from-services").Spec.Ingress[0].Ports = null; Policy(documents, "access-to-services").Spec.Egress[0].Ports = null; }, "access reaches groups at port 3500"),
        new(Routes, "a store for all", documents => { Policy(documents, "store").Spec.Ingress[0].FromProperty = null; Policy(documents, "to-store").Spec.PodSelector = new(); }, "rabbitmq reaches redis at port 6379"),
        new(Routes, "no store", documents => documents.Remove<V1NetworkPolicy>("to-store"), "identity doesn't reach redis at port 6379"),
        new(Routes, "no broker", documents => documents.Remove<V1NetworkPolicy>("broker"), "groups doesn't reach rabbitmq at port 5672"),
        new(Borders, "no way in", documents => documents.Remove<V1NetworkPolicy>("scim-gateway-from-ingress"), "closed: scim-gateway <- ingress-nginx 8080"),
        new(Borders, "no names", documents => documents.Remove<V1NetworkPolicy>("dns"), "closed: identity -> kube-system 53"),
        new(Borders, "no control plane", documents => Policy(documents, "dapr-control-plane").Spec.Egress.RemoveAt(0), "closed: groups -> dapr-system 50001"),
        new(Borders, "in from anywhere", documents => Policy(documents, "admin-center-from-ingress").Spec.Ingress[0].FromProperty = null, "open: admin-center <- anybody 8080"),
        new(Borders, "in at every port", documents => Policy(documents, "admin-center-from-ingress").Spec.Ingress[0].Ports = null, "open: admin-center <- ingress-nginx any"),
        new(Borders, "a namespace by another label", documents => Policy(documents, "metrics-from-monitoring").Spec.Ingress[0].FromProperty[0].NamespaceSelector.MatchLabels = new Dictionary<string, string> { ["team"] = "x" },
            "open: tokens <- anybody 9090"),
        new(Borders, "out to anywhere", documents => Policy(documents, "to-store").Spec.Egress[0].To[0].IpBlock.Cidr = "0.0.0.0/0", "open: groups -> 0.0.0.0/0 6379", "production"),
        new(Borders, "the internet for others", documents => Policy(documents, "admin-center-to-providers").Spec.PodSelector = new(), "open: identity -> 0.0.0.0/0 443"),
        new(Borders, "a product without a rule", documents => documents.One<DaprConfiguration>("access").Spec.AccessControl!.Policies.RemoveAt(1), "open: access <- example-product 50002", "production with a product"),
    ];

    private static V1NetworkPolicy Policy(Documents documents, string name) => documents.One<V1NetworkPolicy>(name);

    private static IList<string> Names(Documents documents, string policy, bool isEgress = false) =>
        (isEgress ? Policy(documents, policy).Spec.Egress[0].To[0] : Policy(documents, policy).Spec.Ingress[0].FromProperty[0]).PodSelector.MatchExpressions[0].Values;
}
