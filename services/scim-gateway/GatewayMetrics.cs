using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OptiId.ScimGateway;

/// <summary>What the gateway counts.</summary>
internal static class GatewayMetrics
{
    private static readonly Meter Meter = new("OptiId.ScimGateway");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "optiid.scim.request.duration", "s", "How long SCIM requests took, by method, endpoint and status.");

    private static readonly Counter<long> Lost = Meter.CreateCounter<long>(
        "optiid.scim.log.not_recorded", "{request}", "Requests that aren't in the provisioning log, because they came faster than it could be written.");

    public static void NotRecorded(long count) => Lost.Add(count);

    public static void Record(string method, Endpoint endpoint, int status, TimeSpan elapsed) => Duration.Record(elapsed.TotalSeconds, new TagList
    {
        { "http.request.method", method },
        { "optiid.scim.endpoint", endpoint.ToString() },
        { "http.response.status_code", status },
    });
}
