using System.Diagnostics;
using OptiId.Events.V1;

namespace OptiId.Events;

internal static class Telemetry
{
    private static readonly ActivitySource Activities = new(ChangeFollower.TelemetryName);

    /// <summary>A span of the request that caused the change, so that one trace reaches from it to the projection.</summary>
    public static Activity? StartApply(string source, Change change)
    {
        ActivityContext.TryParse(change.Traceparent, null, isRemote: true, out var parent);
        var activity = Activities.StartActivity($"apply {change.EventCase}", ActivityKind.Consumer, parent);
        activity?.SetTag("optiid.source", source);
        activity?.SetTag("optiid.sequence", (long)change.Sequence);
        return activity;
    }
}
