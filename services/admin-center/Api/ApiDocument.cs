using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace OptiId.AdminCenter.Api;

/// <summary>
/// The OpenAPI document of the API and the page to read it. Both are open to everybody: they hold no data. The page loads its scripts
/// from here, so that the content security policy needs no exception.
/// </summary>
internal static class ApiDocument
{
    private const string DocumentName = "v1";
    private const string Scheme = "token";

    private static readonly string Page = $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>API · Admin Center</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="{EmbeddedAssets.AddressOf("icon.svg")}" type="image/svg+xml">
        </head>
        <body>
        <div id="api"></div>
        <script src="/api/v1/docs/reader.js"></script>
        <script src="{EmbeddedAssets.AddressOf("api-docs.js")}"></script>
        </body>
        </html>
        """;

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddOpenApi(DocumentName, document =>
        {
            document.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            document.AddDocumentTransformer(DescribeAsync);
            document.AddOperationTransformer(AddRefusalsAsync);
            document.AddSchemaTransformer(LeaveOutWhatIsNullAsync);
        });
        services.AddSingleton<Document>();
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/openapi.json", async (Document document) => Results.Bytes(await document.ReadAsync(), "application/json"))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/v1/docs", () => Results.Content(Page, "text/html; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/api/v1/docs/reader.js", (HttpContext http) => AnswerReader(http)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "Admin Center API",
            Version = DocumentName,
            Description = "What administrators and Support do in the Admin Center, for scripts. Changes answer with Optiid-Position, their place in the log; "
                + "reads of access take it as atLeast. What has a version answers with ETag and takes it back as If-Match. Refusals are problems (RFC 9457) with a reason.",
        };
        document.Servers = [new() { Url = context.ApplicationServices.GetRequiredService<IOptions<AdminCenterOptions>>().Value.PublicBaseUrl.TrimEnd('/') }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An organization's API token (optiid_api_…), or one of Support (optiid_support_…).",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation));
    }

    // What is null isn't written, so what may be null may be absent.
    private static Task LeaveOutWhatIsNullAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static Task AddRefusalsAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused: 400 not understood, 401 no valid token, 403 not this token's, 404 not there, 409 not in this state, 412 changed by somebody else, "
                + "413 too large, 415 not JSON, 429 too many requests, 503 not at the moment.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
            },
        };
        return Task.CompletedTask;
    }

    // Scalar's own script, as its package carries it.
    private static IResult AnswerReader(HttpContext http)
    {
        var (content, version, isCompressed) = Reader.Value;
        http.Response.Headers.CacheControl = "no-cache";
        if (isCompressed)
        {
            http.Response.Headers.ContentEncoding = "gzip"; // every browser reads it
        }

        return Results.Bytes(content, "text/javascript", entityTag: new($"\"{version}\""));
    }

    private static readonly Lazy<(byte[] Content, string Version, bool IsCompressed)> Reader = new(() =>
    {
        using var stream = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")
            ?? throw new InvalidOperationException("Scalar.AspNetCore carries no ScalarStaticAssets.scalar.js any more.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..16], content is [0x1f, 0x8b, ..]);
    });

    /// <summary>The document, made once.</summary>
    internal sealed class Document(IServiceProvider services)
    {
        private readonly Lazy<Task<byte[]>> bytes = new(() => MakeAsync(services));

        public Task<byte[]> ReadAsync() => bytes.Value;

        private static async Task<byte[]> MakeAsync(IServiceProvider services)
        {
            using var scope = services.CreateScope();
            var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName).GetOpenApiDocumentAsync();
            using var stream = new MemoryStream();
            await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1);
            return stream.ToArray();
        }
    }
}
