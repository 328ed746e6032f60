using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>What is repeated, and how often.</summary>
internal static partial class Resiliencies
{
    private const string Unavailable = "14";
    private const int MostRetries = 3;

    // The longest deadline of an RPC that isn't a stream, and the time after which a broker such as Redis Streams gives a message to somebody else.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan LongestProcessing = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPauses = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Calls of every service that is called are repeated where it took none, a few times and soon; events that come in, within the time that a
    /// broker waits; nothing that goes out to the bus, which the log's relay repeats.
    /// </summary>
    public static IEnumerable<string> FindProblems(Documents documents)
    {
        if (documents.Of<DaprResiliency>().ToList() is not [var resiliency])
        {
            return ["there must be one Resiliency: two for the same target are one by chance"];
        }

        var policies = resiliency.Spec.Policies;
        var targets = resiliency.Spec.Targets;
        return FindDangling(policies, targets)
            .Concat(FindWrongApps(targets))
            .Concat(targets.Apps.SelectMany(app => FindWrongCalls(app.Key, app.Value, policies)))
            .Concat(targets.Components.SelectMany(component => FindWrongEvents(documents, component.Key, component.Value, policies)))
            .Concat(ServiceUse.All.Where(use => resiliency.Scopes?.Contains(use.AppId) == false).Select(use => $"the Resiliency {resiliency.Name()} isn't for {use.AppId}"));
    }

    private static IEnumerable<string> FindDangling(ResiliencyPolicies policies, ResiliencyTargets targets)
    {
        var all = targets.Apps.Values.Concat(targets.Components.Values.SelectMany(target => new[] { target.Inbound, target.Outbound })).OfType<ResiliencyTarget>().ToList();
        return all.Where(target => target.Retry is { } retry && !policies.Retries.ContainsKey(retry)).Select(target => $"the retry {target.Retry} isn't there")
            .Concat(all.Where(target => target.Timeout is { } timeout && !policies.Timeouts.ContainsKey(timeout)).Select(target => $"the timeout {target.Timeout} isn't there"));
    }

    private static IEnumerable<string> FindWrongApps(ResiliencyTargets targets)
    {
        var called = ServiceUse.All.SelectMany(use => use.Callees).ToHashSet();
        return called.Where(id => !targets.Apps.ContainsKey(id)).Select(id => $"calls of {id} are given up at the first breath")
            .Concat(targets.Apps.Keys.Where(id => !called.Contains(id)).Select(id => $"nobody calls {id}"));
    }

    private static IEnumerable<string> FindWrongCalls(string app, ResiliencyTarget target, ResiliencyPolicies policies)
    {
        if (policies.Timeouts.TryGetValue(target.Timeout ?? "", out var timeout) && Duration(timeout) <= LongestCall)
        {
            yield return $"calls of {app} end after {timeout}, before their own deadline";
        }

        if (!policies.Retries.TryGetValue(target.Retry ?? "", out var retry))
        {
            yield break;
        }

        // Another code than Unavailable may mean that the call was done.
        if (retry.Matching is not { GrpcStatusCodes: Unavailable, HttpStatusCodes: null })
        {
            yield return $"calls of {app} are repeated though they may have been done: only gRPC's {Unavailable} says that they weren't";
        }

        if (retry is not { Policy: "constant", MaxRetries: > 0 and <= MostRetries } || retry.MaxRetries * Duration(retry.Duration) > LongestPauses)
        {
            yield return $"calls of {app} are repeated too often or too slowly";
        }
    }

    private static IEnumerable<string> FindWrongEvents(Documents documents, string component, ComponentTarget target, ResiliencyPolicies policies)
    {
        if (documents.Find<DaprComponent>(component) is null)
        {
            yield return $"the Resiliency is for the component {component}, which isn't there";
        }

        if (target.Outbound?.Retry is not null)
        {
            yield return $"what is published by {component} is repeated by the sidecar and by the log's relay, times each other";
        }

        if (target.Inbound is not { Retry: { } name, Timeout: { } limit } || !policies.Retries.TryGetValue(name, out var retry) || !policies.Timeouts.TryGetValue(limit, out var timeout))
        {
            yield return $"what comes in by {component} has no bounded retry";
            yield break;
        }

        var longest = retry is { Policy: "constant", MaxRetries: > 0 and var times } ? (times + 1) * Duration(timeout) + times * Duration(retry.Duration) : TimeSpan.MaxValue;
        if (longest >= LongestProcessing)
        {
            yield return $"what comes in by {component} is tried for {longest}; a broker gives it to somebody else after {LongestProcessing}";
        }
    }

    private static TimeSpan Duration(string? text)
    {
        var parts = Parts().Match(text ?? "");
        var number = double.Parse(parts.Success ? parts.Groups[1].Value : "0", CultureInfo.InvariantCulture);
        return parts.Groups[2].Value switch { "ms" => TimeSpan.FromMilliseconds(number), "s" => TimeSpan.FromSeconds(number), _ => TimeSpan.FromMinutes(number) };
    }

    [GeneratedRegex("^([0-9.]+)(ms|s|m)$")]
    private static partial Regex Parts();
}
