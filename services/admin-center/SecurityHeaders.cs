using Microsoft.Extensions.Options;

namespace OptiId.AdminCenter;

/// <summary>
/// What each answer to a browser carries, and which requests are refused for where they come from. Styles may be inline, since the
/// component library sets them so; scripts may not.
/// </summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AdminCenterOptions>>().Value;
        var home = new Uri(options.PublicBaseUrl);
        app.Use((http, next) =>
        {
            // Addresses are made of the settings, never of a request's Host.
            http.Request.Scheme = home.Scheme;
            http.Request.Host = new(home.Authority);

            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin"; // with no-referrer, browsers send "Origin: null" with our own forms (Fetch standard)
            headers["Permissions-Policy"] = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.CacheControl = "no-store";
            if (options.IsSecure)
            {
                headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            }

            if (ComesFromElsewhere(http.Request, home))
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return http.Response.WriteAsync("This request came from another site's page.");
            }

            return next(http);
        });
    }

    // Browsers say where a request that changes something, or opens a web socket, comes from (Fetch standard); scripts with a token don't.
    private static bool ComesFromElsewhere(HttpRequest request, Uri home)
    {
        var opensSocket = request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(request.Method);
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !opensSocket)
        {
            return false;
        }

        return (request.Headers.Origin is { Count: > 0 } origin && (!Uri.TryCreate(origin, UriKind.Absolute, out var from)
                || Uri.Compare(from, home, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0))
            || request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
    }
}
