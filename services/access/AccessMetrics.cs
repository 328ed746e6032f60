using System.Diagnostics.Metrics;

namespace OptiId.Access;

/// <summary>What the access service counts.</summary>
internal static class AccessMetrics
{
    private static readonly Meter Meter = new("OptiId.Access");

    private static readonly Counter<long> NotFreshAnswers = Meter.CreateCounter<long>(
        "optiid.access.not_fresh", "{answer}", "Answers whose freshness could not be shown: they deny, unless the caller takes stale ones.");

    public static void NotFresh() => NotFreshAnswers.Add(1);
}
