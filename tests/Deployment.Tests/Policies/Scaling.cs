using System.Globalization;
using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>More pods, fewer pods, other nodes.</summary>
internal static class Scaling
{
    private static readonly string[] SpreadBy = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];

    /// <summary>A node can be drained, and not two pods of a service at once.</summary>
    public static IEnumerable<string> FindMissingBudgets(Documents documents)
    {
        foreach (var service in documents.Services)
        {
            var pod = documents.Pods.Single(pod => pod.Owner == service.Name());
            var budgets = documents.Of<V1PodDisruptionBudget>().Where(budget => pod.IsMeantBy(budget.Spec.Selector)).ToList();
            if (budgets.Count != 1)
            {
                yield return $"{service.Name()} has {budgets.Count} PodDisruptionBudgets";
            }
            else if (budgets[0].Spec.MaxUnavailable?.Value != "1")
            {
                yield return $"{service.Name()}'s PodDisruptionBudget must say maxUnavailable 1: a minimum blocks draining where there are no more";
            }
        }

        foreach (var budget in documents.Of<V1PodDisruptionBudget>().Where(budget => !documents.Pods.Any(pod => pod.IsMeantBy(budget.Spec.Selector))))
        {
            yield return $"the PodDisruptionBudget {budget.Name()} selects no pod";
        }
    }

    /// <summary>Each service is scaled, by its own container's load, from a number that nothing else sets.</summary>
    public static IEnumerable<string> FindBadAutoscalers(Documents documents)
    {
        foreach (var scaler in documents.Of<V2HorizontalPodAutoscaler>())
        {
            var target = scaler.Spec.ScaleTargetRef;
            if (target.Kind != "Deployment" || documents.Find<V1Deployment>(target.Name) is not { } deployment)
            {
                yield return $"the autoscaler {scaler.Name()} scales {target.Kind} {target.Name}, which isn't there";
                continue;
            }

            if (deployment.Spec.Replicas is not null)
            {
                yield return $"{target.Name} says how many replicas it has, and its autoscaler says it too";
            }

            if (scaler.Spec.MinReplicas > scaler.Spec.MaxReplicas)
            {
                yield return $"the autoscaler {scaler.Name()} wants more at least than at most";
            }

            foreach (var metric in scaler.Spec.Metrics.Where(metric => !IsOfContainer(deployment, metric)))
            {
                yield return $"the autoscaler {scaler.Name()} looks at {metric.Type} {metric.ContainerResource?.Container}, not at a container with a request";
            }
        }

        foreach (var service in documents.Services.Where(service => documents.Of<V2HorizontalPodAutoscaler>().Count(scaler => scaler.Spec.ScaleTargetRef.Name == service.Name()) != 1))
        {
            yield return $"{service.Name()} hasn't one autoscaler";
        }
    }

    private static bool IsOfContainer(V1Deployment deployment, V2MetricSpec metric) =>
        metric is { Type: "ContainerResource", ContainerResource: { } resource }
        && deployment.Spec.Template.Spec.Containers.Any(container =>
            container.Name == resource.Container && container.Resources?.Requests?.ContainsKey(resource.Name) == true);

    /// <summary>Over nodes and zones, each service for itself.</summary>
    public static IEnumerable<string> FindUnspread(Documents documents) =>
        from service in documents.Services
        let pod = documents.Pods.Single(pod => pod.Owner == service.Name())
        from key in SpreadBy
        where !(pod.Spec.TopologySpreadConstraints ?? []).Any(spread =>
            spread.TopologyKey == key && pod.IsMeantBy(spread.LabelSelector) && spread.MatchLabelKeys?.Contains("app.kubernetes.io/name") == true)
        select $"{service.Name()}'s pods aren't spread by {key}";

    /// <summary>A pod that ends has time to finish: for the routes to it to go, for its requests, for its sidecar after it.</summary>
    public static IEnumerable<string> FindHastyShutdown(Documents documents)
    {
        foreach (var service in documents.Services)
        {
            var pod = documents.Pods.Single(pod => pod.Owner == service.Name());
            var pause = pod.Spec.Containers.Max(container => container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
            var sidecar = Seconds(pod.Annotation("dapr.io/block-shutdown-duration")) + Seconds(pod.Annotation("dapr.io/graceful-shutdown-seconds"));
            if (pause < 3)
            {
                yield return $"{service.Name()} ends while routes still lead to it: preStop must sleep for 3 s or more";
            }

            // 30 s is how long .NET's host waits for requests to end.
            if (pod.Spec.TerminationGracePeriodSeconds < pause + 30 + sidecar)
            {
                yield return $"{service.Name()} is killed after {pod.Spec.TerminationGracePeriodSeconds} s: preStop {pause} s, draining 30 s and the sidecar's {sidecar} s take longer";
            }

            if (service.Spec.Strategy is not { Type: "RollingUpdate", RollingUpdate.MaxUnavailable.Value: "0" })
            {
                yield return $"{service.Name()} takes pods away before new ones serve";
            }
        }
    }

    private static int Seconds(string? duration) =>
        int.TryParse(duration?.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
