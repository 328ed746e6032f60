using System.Diagnostics.Metrics;

namespace OptiId.ServiceDefaults;

/// <summary>What every service counts of its calls.</summary>
internal static class DefaultsMetrics
{
    private static readonly Meter Meter = new("OptiId.ServiceDefaults");

    private static readonly Counter<long> StoreUnavailableCalls = Meter.CreateCounter<long>(
        "optiid.calls.store_unavailable", "{call}", "gRPC calls that were refused because the store doesn't answer, by method.");

    public static void StoreUnavailable(string method) => StoreUnavailableCalls.Add(1, new KeyValuePair<string, object?>("rpc.method", method));
}
