using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>Who reaches whom. What a sidecar's ports are, Dapr says: they are in no document.</summary>
internal static class Networks
{
    private const int SidecarPort = 50002, MetricsPort = 9090;
    private static readonly string[] Directions = ["Ingress", "Egress"];
    private static readonly int[] ControlPlanePorts = [50001, 50005, 50006, 6500];
    private static readonly int[] SidecarPorts = [3500, 3501, 50001, SidecarPort, MetricsPort];

    /// <summary>A policy that fits no pod protects nothing.</summary>
    public static IEnumerable<string> FindIdlePolicies(Documents documents) =>
        documents.Of<V1NetworkPolicy>().Where(policy => !documents.Pods.Any(pod => pod.IsMeantBy(policy.Spec.PodSelector)))
            .Select(policy => $"the NetworkPolicy {policy.Name()} selects no pod")
            .Concat(from policy in documents.Of<V1NetworkPolicy>()
                    from peer in PeersOf(policy)
                    where peer is { PodSelector: not null, NamespaceSelector: null } && !documents.Pods.Any(pod => pod.IsMeantBy(peer.PodSelector))
                    select $"the NetworkPolicy {policy.Name()} lets pods through of which there are none")
            .Concat(from policy in documents.Of<V1NetworkPolicy>()
                    from peer in PeersOf(policy)
                    from expression in peer.PodSelector?.MatchExpressions ?? []
                    where expression is { Key: "app.kubernetes.io/name", OperatorProperty: "In" }
                    from name in expression.Values
                    where !documents.Pods.Any(pod => pod.Owner == name)
                    select $"the NetworkPolicy {policy.Name()} names {name}, of which there is none");

    /// <summary>Both ways, every pod, also one that comes later.</summary>
    public static IEnumerable<string> FindUncoveredPods(Documents documents)
    {
        foreach (var direction in Directions.Where(direction => !documents.Of<V1NetworkPolicy>().Any(policy => IsDenial(policy, direction))))
        {
            yield return $"{direction} is open wherever no policy says otherwise: none denies it to all pods";
        }
    }

    private static bool IsDenial(V1NetworkPolicy policy, string direction) =>
        policy.Spec.PodSelector is { MatchLabels: null or { Count: 0 }, MatchExpressions: null or { Count: 0 } }
        && policy.Spec.PolicyTypes.Contains(direction)
        && (direction == "Ingress" ? policy.Spec.Ingress?.Count : policy.Spec.Egress?.Count) is null or 0;

    /// <summary>
    /// Of all pairs of pods and all ports that they have: sidecars reach the sidecars that they may call, services and backup the store, the bus's
    /// users the broker, where these are inside. Everything else is closed.
    /// </summary>
    public static IEnumerable<string> FindWrongRoutes(Documents documents)
    {
        var pods = documents.Pods.ToList();
        var calls = Access.PairsOf(documents).ToHashSet();
        var services = documents.Services.Select(service => service.Name()).ToHashSet();
        var busUsers = ServiceUse.All.Where(use => use.UsesBus).Select(use => use.AppId).ToHashSet();
        return from source in pods
               from target in pods
               from port in PortsOf(target, services)
               let isOpen = IsOpen(documents, source, target, port)
               let isMeant = port == SidecarPort ? calls.Contains((source.Owner, target.Owner)) : port switch
               {
                   6379 => services.Contains(source.Owner) || source.Owner == "backup",
                   5672 => busUsers.Contains(source.Owner),
                   _ => false,
               }
               where isOpen != isMeant && source.Owner != target.Owner
               select $"{source.Owner} {(isMeant ? "doesn't reach" : "reaches")} {target.Owner} at port {port}";
    }

    private static IEnumerable<int> PortsOf(Pod pod, HashSet<string> services) =>
        pod.Containers.SelectMany(container => container.Ports ?? []).Select(port => port.ContainerPort).Concat(services.Contains(pod.Owner) ? SidecarPorts : []);

    private static bool IsOpen(Documents documents, Pod source, Pod target, int port)
    {
        bool Matches(V1NetworkPolicyPeer peer, Pod pod) => peer is { IpBlock: null, NamespaceSelector: null } && pod.IsMeantBy(peer.PodSelector);
        var outgoing = documents.Of<V1NetworkPolicy>().Where(policy => source.IsMeantBy(policy.Spec.PodSelector)).SelectMany(policy => policy.Spec.Egress ?? []);
        var incoming = documents.Of<V1NetworkPolicy>().Where(policy => target.IsMeantBy(policy.Spec.PodSelector)).SelectMany(policy => policy.Spec.Ingress ?? []);
        return outgoing.Any(rule => (rule.To is null || rule.To.Any(peer => Matches(peer, target))) && HasPort(rule.Ports, port))
            && incoming.Any(rule => (rule.FromProperty is null || rule.FromProperty.Any(peer => Matches(peer, source))) && HasPort(rule.Ports, port));
    }

    private static bool HasPort(IList<V1NetworkPolicyPort>? ports, int port) => ports is null || ports.Any(one => one.Port?.Value == $"{port}" || one.Port is null);

    /// <summary>Who is let in from other namespaces, and where pods may go outside theirs, is each said by a namespace or addresses, with ports.</summary>
    public static IEnumerable<string> FindWrongBorders(Documents documents)
    {
        var borders = documents.Of<V1NetworkPolicy>().SelectMany(policy => BordersOf(documents, policy)).ToList();
        foreach (var service in documents.Services.Select(service => service.Name()))
        {
            var isPublic = documents.Find<V1Ingress>(service) is not null;
            var expected = new List<string> { $"{service} <- monitoring {MetricsPort}" };
            expected.AddRange(isPublic ? [$"{service} <- ingress-nginx 8080"] : []);
            expected.AddRange(ControlPlanePorts.Select(port => $"{service} -> dapr-system {port}"));
            expected.AddRange([$"{service} -> kube-system 53"]);
            foreach (var missing in expected.Except(borders))
            {
                yield return $"closed: {missing}";
            }
        }

        foreach (var open in borders.Where(border => !IsMeant(documents, border)).Distinct())
        {
            yield return $"open: {open}";
        }
    }

    private static bool IsMeant(Documents documents, string border) => border.Split(' ') switch
    {
        [_, "->", "kube-system", "53"] => true,
        [var pod, "->", "dapr-system", "50001" or "50005" or "50006" or "6500"] => documents.Find<V1Deployment>(pod) is not null,
        [var pod, "->", "monitoring", "4317"] => documents.Find<V1Deployment>(pod) is not null,
        [var pod, "<-", "monitoring", "9090"] => documents.Find<V1Deployment>(pod) is not null,
        [var pod, "<-", "ingress-nginx", "8080"] => documents.Find<V1Ingress>(pod) is not null,
        ["admin-center", "->", "0.0.0.0/0", "443"] => true,
        [var pod, "->", var addresses, "6379" or "26379"] => IsOutside(addresses) && (documents.Find<V1Deployment>(pod) is not null || pod == "backup"),
        [var pod, "->", var addresses, "5671" or "5672"] => IsOutside(addresses) && ServiceUse.All.Any(use => use.AppId == pod && use.UsesBus),
        ["access", "<-", var space, "50002"] => documents.Find<DaprConfiguration>("access")?.Spec.AccessControl?.Policies.Any(policy => policy.Namespace == space) == true,
        _ => false,
    };

    private static bool IsOutside(string addresses) => addresses.Contains('/', StringComparison.Ordinal) && !addresses.StartsWith("0.0.0.0", StringComparison.Ordinal);

    // One line for each pod, peer and port: "pod -> peer port" going out, "pod <- peer port" coming in; "anybody" and "any" where nothing is said.
    private static IEnumerable<string> BordersOf(Documents documents, V1NetworkPolicy policy)
    {
        var outgoing = (policy.Spec.Egress ?? []).Select(rule => ("->", rule.To, rule.Ports));
        var incoming = (policy.Spec.Ingress ?? []).Select(rule => ("<-", rule.FromProperty, rule.Ports));
        return from pod in documents.Pods
               where pod.IsMeantBy(policy.Spec.PodSelector)
               from rule in outgoing.Concat(incoming)
               from peer in rule.Item2 is { Count: > 0 } peers ? peers.Where(IsBorder).Select(NameOf) : ["anybody"]
               from port in rule.Ports is { Count: > 0 } ports ? ports.Select(port => port.Port?.Value ?? "any") : ["any"]
               select $"{pod.Owner} {rule.Item1} {peer} {port}";
    }

    private static bool IsBorder(V1NetworkPolicyPeer peer) => peer.IpBlock is not null || peer.NamespaceSelector is not null;

    private static string NameOf(V1NetworkPolicyPeer peer) =>
        peer.IpBlock?.Cidr ?? (peer.NamespaceSelector.MatchLabels?.TryGetValue("kubernetes.io/metadata.name", out var name) == true ? name : "anybody");

    private static IEnumerable<V1NetworkPolicyPeer> PeersOf(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? []).Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []));
}
