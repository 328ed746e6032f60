using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OptiId.Sidecar;

/// <summary>One Resiliency: what a sidecar repeats, and how long it waits for an answer.</summary>
public sealed partial class ResiliencyPolicies
{
    private readonly YamlMappingNode document;

    private ResiliencyPolicies(YamlMappingNode document) => this.document = document;

    internal static ResiliencyPolicies Of(YamlMappingNode document) => new(document);

    /// <summary>How an app repeats its calls of another; null: not at all.</summary>
    public Repetition? ForCalls(string callerAppId, string calleeAppId) => IsFor(callerAppId)
        ? Named(document.Text("spec", "targets", "apps", calleeAppId, "retry")) ?? Named("DefaultAppRetryPolicy")
        : null;

    /// <summary>How long an app waits for another's answer to a call; null: as long as the call itself.</summary>
    public TimeSpan? TimeoutOfCalls(string callerAppId, string calleeAppId) =>
        IsFor(callerAppId) && document.Text("spec", "targets", "apps", calleeAppId, "timeout") is { } name
            ? Duration(document.Text("spec", "policies", "timeouts", name)!)
            : null;

    /// <summary>How what comes from a component is delivered again; null: not at all.</summary>
    public Repetition? ForDeliveries(string appId, string component) => IsFor(appId)
        ? Named(document.Text("spec", "targets", "components", component, "inbound", "retry")) ?? Named("DefaultComponentInboundRetryPolicy")
        : null;

    /// <summary>How long an app may take to handle what comes from a component; null: as long as it needs.</summary>
    public TimeSpan? TimeoutOfDeliveries(string appId, string component) =>
        IsFor(appId) && document.Text("spec", "targets", "components", component, "inbound", "timeout") is { } name
            ? Duration(document.Text("spec", "policies", "timeouts", name)!)
            : null;

    private bool IsFor(string appId) => document.Texts("scopes") is var scopes && (scopes.Count == 0 || scopes.Contains(appId));

    private Repetition? Named(string? name) => name is not null && document.At("spec", "policies", "retries", name) is YamlMappingNode policy
        ? new Repetition(
            policy.Text("policy") == "exponential",
            Duration(policy.Text("duration") ?? "5s"),
            Duration(policy.Text("maxInterval") ?? "60s"),
            int.Parse(policy.Text("maxRetries") ?? "-1", CultureInfo.InvariantCulture),
            [.. (policy.Text("matching", "gRPCStatusCodes") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)])
        : null;

    // Go's: 500ms, 1m30s.
    private static TimeSpan Duration(string text) => DurationPart().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) =>
        sum + double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            _ => TimeSpan.FromHours(1),
        });

    [GeneratedRegex("([0-9.]+)(ms|s|m|h)")]
    private static partial Regex DurationPart();
}

/// <summary>A retry policy.</summary>
/// <param name="IsExponential">Whether the waits grow.</param>
/// <param name="Wait">The wait, or where the waits begin.</param>
/// <param name="LongestWait">What they don't grow beyond.</param>
/// <param name="Retries">How often after the first time; -1: for ever.</param>
/// <param name="GrpcStatusCodes">Which answers are repeated, by their numbers or as ranges (<c>1-4</c>); none: all but OK.</param>
public sealed record Repetition(bool IsExponential, TimeSpan Wait, TimeSpan LongestWait, int Retries, IReadOnlyList<string> GrpcStatusCodes)
{
    /// <summary>Whether there is one more after so many.</summary>
    public bool Allows(int retriesSoFar) => Retries < 0 || retriesSoFar < Retries;

    /// <summary>Whether an answer is one that is repeated.</summary>
    public bool Matches(int statusCode) => statusCode != 0 && (GrpcStatusCodes.Count == 0 || GrpcStatusCodes.Any(range =>
    {
        var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return ends[0] <= statusCode && statusCode <= ends[^1];
    }));

    /// <summary>How long to wait before the next.</summary>
    public TimeSpan WaitBefore(int retry) => IsExponential ? TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, Wait.Ticks << Math.Min(retry, 16))) : Wait;
}
