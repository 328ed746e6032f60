using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>Who may call whom.</summary>
internal static class Access
{
    /// <summary>
    /// Each service's Configuration allows exactly the RPCs that the other services' code calls, refuses everything else, and names only RPCs that
    /// there are. Callers of other namespaces (products) are the overlay's matter, as long as they are allowed RPCs only.
    /// </summary>
    public static IEnumerable<string> FindProblems(Documents documents) =>
        ServiceUse.All.SelectMany(use => documents.Find<DaprConfiguration>(use.AppId) is { Spec.AccessControl: { } control } configuration
            ? FindOpenDoors(use.AppId, control)
                .Concat(FindWrongOperations(use.AppId, control))
                .Concat(FindDifferences(use.AppId, configuration, control))
            : [$"{use.AppId} has no access control"]);

    private static IEnumerable<string> FindOpenDoors(string callee, AccessControl control)
    {
        if (control.DefaultAction != "deny")
        {
            yield return $"{callee} doesn't refuse callers that it doesn't know";
        }

        foreach (var policy in control.Policies)
        {
            if (policy.DefaultAction != "deny")
            {
                yield return $"{callee} doesn't refuse {policy.AppId} what isn't named";
            }

            if (policy.TrustDomain is null or "" || policy.TrustDomain != control.TrustDomain || policy.Namespace is null or "")
            {
                yield return $"{callee}: the rule for {policy.AppId} needs a namespace and the trust domain {control.TrustDomain}";
            }
        }
    }

    // The sidecar compares names as they are, and takes a star for a pattern.
    private static IEnumerable<string> FindWrongOperations(string callee, AccessControl control) =>
        from policy in control.Policies
        from operation in policy.Operations
        where !ServiceUse.PackageOfRpc.ContainsKey(operation.Name) || operation.Action != "allow" || operation.HttpVerb is not null
        select $"{callee} lets {policy.AppId} {operation.Action} {operation.Name}, which is no RPC";

    private static IEnumerable<string> FindDifferences(string callee, DaprConfiguration configuration, AccessControl control)
    {
        var allowed = AllowedWithin(configuration, control).ToList();
        var needed = ServiceUse.All.SelectMany(caller =>
            caller.Calls.Where(call => call.Callee == callee).Select(call => (Caller: caller.AppId, call.Path))).ToList();
        return needed.Except(allowed).Select(call => $"{call.Caller} calls {call.Path}, which {callee} refuses it")
            .Concat(allowed.Except(needed).Select(call => $"{callee} lets {call.Caller} call {call.Path}, which it never does"))
            .Concat(allowed.GroupBy(call => call).Where(same => same.Count() > 1).Select(same => $"{callee} names {same.Key.Path} twice for {same.Key.Caller}"));
    }

    private static IEnumerable<(string Caller, string Path)> AllowedWithin(DaprConfiguration configuration, AccessControl control) =>
        from policy in control.Policies
        where policy.Namespace == configuration.Namespace()
        from operation in policy.Operations
        select (policy.AppId, operation.Name);

    /// <summary>Pairs of callers and callees in the system's own namespace.</summary>
    public static IEnumerable<(string Caller, string Callee)> PairsOf(Documents documents) =>
        from configuration in documents.Of<DaprConfiguration>()
        from policy in configuration.Spec.AccessControl?.Policies ?? []
        where policy.Namespace == configuration.Namespace()
        select (policy.AppId, configuration.Name());
}
