using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway.Tests;

/// <summary>What pure tests begin with.</summary>
internal static class Samples
{
    public static Locations Locations { get; } = new(Options.Create(new GatewayOptions { PublicBaseUrl = "https://scim.example.com/scim/v2/" }));

    /// <summary>A request with a query and headers.</summary>
    public static ScimRequest Request(string query = "", params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new(query);
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        var caller = new Caller("t1", "o1", MayRead: true, MayWrite: true, ScimEnabled: true, SyncedAttributesOnly: false, DateTimeOffset.MaxValue);
        var exchange = Exchange.Of(http, route: default, "r1", DateTimeOffset.UnixEpoch);
        return new(http, new(caller, "r1", Preconditions.Read(http.Request.Headers), exchange, CancellationToken.None));
    }
}
