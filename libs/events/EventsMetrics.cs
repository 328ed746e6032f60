using System.Diagnostics.Metrics;

namespace OptiId.Events;

/// <summary>What is counted of publishing and following change logs, by whose log.</summary>
internal static class EventsMetrics
{
    private static readonly Meter Meter = new(ChangeFollower.TelemetryName);

    private static readonly Gauge<long> Backlog = Meter.CreateGauge<long>(
        "optiid.events.relay.backlog", "{entry}", "Entries of the log that aren't announced yet, over all partitions, when they were last looked at.");

    private static readonly Gauge<double> BacklogAge = Meter.CreateGauge<double>(
        "optiid.events.relay.backlog.age", "s", "How old the oldest entry is that isn't announced yet; 0 where all are.");

    private static readonly Counter<long> PublishFailures = Meter.CreateCounter<long>(
        "optiid.events.relay.failures", "{attempt}", "Attempts at announcing what is new in a partition that failed; they are made again.");

    private static readonly Counter<long> LeaseChanges = Meter.CreateCounter<long>(
        "optiid.events.relay.lease_changes", "{lease}", "Partitions that this relay took over from another one, or lost to another one, by which of these.");

    private static readonly Gauge<long> Lag = Meter.CreateGauge<long>(
        "optiid.events.follower.lag", "{entry}", "Entries of the followed log that weren't applied yet, over all partitions, when its heads were last compared.");

    private static readonly Gauge<double> Age = Meter.CreateGauge<double>(
        "optiid.events.follower.age", "s", "How long ago it was last shown that everything of the followed log is applied, of the partition where that is longest.");

    private static readonly Counter<long> Entries = Meter.CreateCounter<long>(
        "optiid.events.follower.applied", "{entry}", "Entries of the followed log that were applied, by how they came: announced, or read from the log.");

    private static readonly Counter<long> Gaps = Meter.CreateCounter<long>(
        "optiid.events.follower.gaps_closed", "{gap}", "How often entries were read from the followed log, because an announcement didn't come or wasn't the next.");

    private static readonly Counter<long> Rebuilds = Meter.CreateCounter<long>(
        "optiid.events.follower.rebuilds", "{partition}", "Partitions of the followed log that were taken anew from a snapshot.");

    private static readonly Counter<long> HeadsFailures = Meter.CreateCounter<long>(
        "optiid.events.follower.heads_failures", "{attempt}", "Attempts at comparing the heads of the followed log, one a second, that failed.");

    public static void RelayStands(string source, long entries, TimeSpan oldest)
    {
        Backlog.Record(entries, Of(source));
        BacklogAge.Record(oldest.TotalSeconds, Of(source));
    }

    public static void PublishFailed(string source) => PublishFailures.Add(1, Of(source));

    public static void LeaseChanged(string source, bool isHeld) =>
        LeaseChanges.Add(1, Of(source), new("optiid.lease.change", isHeld ? "taken over" : "lost"));

    public static void FollowerStands(string source, long behind)
    {
        Lag.Record(behind, Of(source));
        Rebuilds.Add(0, Of(source)); // so that it is there before the first: Prometheus sees no increase in what begins with 1
    }

    public static void FollowerAge(string source, TimeSpan age) => Age.Record(age.TotalSeconds, Of(source));

    public static void Applied(string source, int entries, bool isAnnounced) =>
        Entries.Add(entries, Of(source), new("optiid.events.way", isAnnounced ? "announced" : "read"));

    public static void GapClosed(string source) => Gaps.Add(1, Of(source));

    public static void Rebuilt(string source) => Rebuilds.Add(1, Of(source));

    public static void HeadsFailed(string source) => HeadsFailures.Add(1, Of(source));

    private static KeyValuePair<string, object?> Of(string source) => new("optiid.source", source);
}
