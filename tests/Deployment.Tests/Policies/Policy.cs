namespace OptiId.Deployment.Tests.Policies;

/// <summary>Something that must be true of all documents together.</summary>
/// <param name="Name">What a test calls it.</param>
/// <param name="Problems">What isn't so, a sentence each; none where all is well. Pure.</param>
internal sealed record Policy(string Name, Func<Documents, IEnumerable<string>> Problems)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Policy> All { get; } =
    [
        new("containers are restricted", Containers.FindUnrestricted),
        new("containers have requests and limits", Containers.FindUnlimited),
        new("images have a version", Containers.FindUnversionedImages),
        new("services' images are of the version that is built here", Containers.FindOtherVersions),
        new("probes ask declared ports", Containers.FindBadProbes),
        new("pods show Kubernetes no token", Containers.FindMountedTokens),
        new("namespaces are restricted", Containers.FindOpenNamespaces),
        new("services have their pods", Exposure.FindServicesWithoutPods),
        new("ingresses lead to the gateway and the Admin Center only", Exposure.FindOtherIngresses),
        new("ingresses allow what clients need", Exposure.FindNarrowIngresses),
        new("ingresses and addresses agree", Exposure.FindOtherAddresses),
        new("deployments may be drained", Scaling.FindMissingBudgets),
        new("autoscalers look at the service's own container", Scaling.FindBadAutoscalers),
        new("pods are spread", Scaling.FindUnspread),
        new("shutting down has time", Scaling.FindHastyShutdown),
        new("what is named exists", References.FindMissing),
        new("settings are known", Settings.FindUnknown),
        new("services have the settings that they need", Settings.FindMissing),
        new("network policies select pods", Networks.FindIdlePolicies),
        new("nothing is open that isn't opened", Networks.FindUncoveredPods),
        new("pods reach what they need and nothing else", Networks.FindWrongRoutes),
        new("what is outside reaches and is reached as meant", Networks.FindWrongBorders),
        new("sidecars are set up", Sidecars.FindBadAnnotations),
        new("sidecars find what they are told", Sidecars.FindDanglingAnnotations),
        new("sidecars' own API is closed", Sidecars.FindOpenApis),
        new("callers may call what they call and nothing else", Access.FindProblems),
        new("events reach whoever follows", Events.FindMissingSubscriptions),
        new("events that nobody takes are not lost", Events.FindUnsavedEvents),
        new("the bus is durable", Events.FindLossyBuses),
        new("the bus is used by whom it is meant for", Events.FindWrongScopes),
        new("calls are repeated a little, in one place", Resiliencies.FindProblems),
    ];

    public override string ToString() => Name;
}
