using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OptiId.ScimGateway;

/// <summary>What the gateway counts.</summary>
internal static class GatewayMetrics
{
    private static readonly Meter Meter = new("OptiId.ScimGateway");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "optiid.scim.request.duration", "s", "How long SCIM requests took, by method, endpoint and status.");

    public static void Record(string method, Endpoint endpoint, int status, TimeSpan elapsed) => Duration.Record(elapsed.TotalSeconds, new TagList
    {
        { "http.request.method", method },
        { "optiid.scim.endpoint", endpoint.ToString() },
        { "http.response.status_code", status },
    });
}
