using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>Answers are compressed where the client takes it and it is worth it: Okta asks for gzip in every request (facts/okta.md §1).</summary>
internal static class Compression
{
    // Below this the bytes saved fit the same packet.
    private const long MinimumLength = 1_400;

    public static void AddScimCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // no answer mixes a secret with what an attacker chooses: there are no secrets in answers
            options.MimeTypes = [ScimMediaType.Name];
        });
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, WorthwhileCompression>();
    }

    private sealed class WorthwhileCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Response.ContentLength is null or >= MinimumLength && base.ShouldCompressResponse(context);
    }
}
