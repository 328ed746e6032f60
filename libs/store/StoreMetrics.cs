using System.Diagnostics.Metrics;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>What a service counts of its store, by whose keys: in the local run one process has those of all.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new(StoreSession.TelemetryName);

    private static readonly Counter<long> AwayAttempts = Meter.CreateCounter<long>(
        "optiid.store.away", "{attempt}", "Attempts at a change that found the store away, by what it looked like; most are made again.");

    private static readonly Counter<long> LostRaces = Meter.CreateCounter<long>(
        "optiid.store.lost_races", "{attempt}", "Attempts at a change that another request forestalled; they are made again on what is there then.");

    private static readonly Histogram<double> ReplicaWaits = Meter.CreateHistogram<double>(
        "optiid.store.replica_wait.duration", "s", "How long changes waited for replicas, also where these didn't come in time.");

    private static readonly Counter<long> RenewedEpochs = Meter.CreateCounter<long>(
        "optiid.store.epochs_renewed", "{partition}", "Logs with entries that began a new epoch because another master was promoted.");

    public static void Away(KeySpace keys, Exception e) => AwayAttempts.Add(1, Of(keys), new("optiid.store.problem", ProblemOf(e)));

    public static void LostRace(KeySpace keys) => LostRaces.Add(1, Of(keys));

    public static void WaitedForReplicas(KeySpace keys, TimeSpan elapsed) => ReplicaWaits.Record(elapsed.TotalSeconds, Of(keys));

    public static void EpochRenewed(KeySpace keys) => RenewedEpochs.Add(1, Of(keys));

    /// <summary>Looked for a failover. What is counted is there before the first: Prometheus sees no increase in what begins with 1.</summary>
    public static void LookedForFailover(KeySpace keys) => RenewedEpochs.Add(0, Of(keys));

    private static KeyValuePair<string, object?> Of(KeySpace keys) => new("optiid.service", keys.Service);

    private static string ProblemOf(Exception e) => e switch
    {
        RedisTimeoutException => "timeout",
        NotReplicatedException => "replicas",
        RedisServerException refusal => refusal.Kind.ToString(),
        _ => "connection",
    };
}
