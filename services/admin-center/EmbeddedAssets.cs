using System.Collections.Frozen;
using System.Security.Cryptography;

namespace OptiId.AdminCenter;

/// <summary>The files that the pages load, from the assembly itself: <c>/assets/NAME?v=HASH</c>, to be kept by browsers for a year.</summary>
internal static class EmbeddedAssets
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, Asset> Assets = ReadAll();

    /// <summary>A file's address, which changes with its content.</summary>
    public static string AddressOf(string name) => $"/assets/{name}?v={Assets[name].Version}";

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", (string name, HttpContext http) => Answer(name, http)).AllowAnonymous();
        // Where Blazor's own script is asked for by its usual name.
        routes.MapGet("/_framework/blazor.web.js", (HttpContext http) => Answer("blazor.web.js", http)).AllowAnonymous();
    }

    private static IResult Answer(string name, HttpContext http)
    {
        if (!Assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(asset.Content, asset.MediaType, entityTag: new($"\"{asset.Version}\""));
    }

    private static FrozenDictionary<string, Asset> ReadAll()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Asset(content, MediaTypeOf(name), Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
            });
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private sealed record Asset(byte[] Content, string MediaType, string Version);
}
