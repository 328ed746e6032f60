using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OptiId.ServiceDefaults;

/// <summary>
/// The port of a service that people or identity providers reach, beside the one for this system's services: what is served at one isn't at
/// the other. Told by the connection, not by a port's number, which may be any.
/// </summary>
public static class PublicPort
{
    /// <summary>The endpoint is the public one.</summary>
    public static void MarkPublic(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        listen.Use(next => connection =>
        {
            connection.Features.Set(Mark.Instance);
            return next(connection);
        });
    }

    /// <summary>Whether a request came by the public port and isn't one of health's, which are answered at both.</summary>
    public static bool CameByPublicPort(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<Mark>() is not null && !ServiceDefaults.IsHealth(http.Request.Path.Value);
    }

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
