using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>What the gateway's port takes before anything is read.</summary>
internal static class GatewayEndpoint
{
    /// <summary>More than this isn't taken.</summary>
    public const int MaximumBodyLength = 10 * 1024 * 1024;

    // Beyond this Kestrel cuts the connection; up to here it reads on, so that whoever sent too much gets to read the answer (P28).
    private const int MaximumReadLength = 4 * MaximumBodyLength;

    public static void Configure(KestrelServerOptions kestrel)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        kestrel.Listen(ListenAddress.Parse(options.Url), listen => listen.MarkPublic());
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaximumReadLength;
        kestrel.Limits.MaxRequestLineSize = 4 * RequestHead.MaximumTargetLength;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * RequestHead.MaximumHeadersLength;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
    }

    /// <summary>
    /// SCIM and health on the SCIM port, nothing else; on the gRPC port no SCIM: what identity providers reach is one port, what this system's
    /// services reach another.
    /// </summary>
    public static void Separate(WebApplication app)
    {
        var scim = app.Services.GetRequiredService<ScimApplication>();
        app.UseRouting();
        app.Use((http, next) => http.CameByPublicPort() ? scim.HandleAsync(http) : next(http));
    }
}
