using Microsoft.AspNetCore.Server.Kestrel.Core;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Two ports: one for people and scripts, one for the services (gRPC); what is served at one isn't at the other.</summary>
internal static class AdminCenterEndpoint
{
    private const int MaximumBodyLength = 1024 * 1024;

    /// <summary>Listens for people.</summary>
    public static void Configure(KestrelServerOptions kestrel, AdminCenterOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaximumBodyLength;
        kestrel.Listen(ListenAddress.Parse(options.Url), listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.MarkPublic();
        });
    }

    /// <summary>Answers 404 to gRPC at the web's port and to the web at gRPC's.</summary>
    public static void UsePortsApart(this WebApplication app) => app.Use((http, next) =>
    {
        var isGrpc = http.GetEndpoint()?.Metadata.GetMetadata<Grpc.AspNetCore.Server.GrpcMethodMetadata>() is not null;
        if (http.CameByPublicPort() != isGrpc || ServiceDefaults.ServiceDefaults.IsHealth(http.Request.Path.Value))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
