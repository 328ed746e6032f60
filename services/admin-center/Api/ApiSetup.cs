using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OptiId.Errors.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>What the API puts into the container.</summary>
internal static class ApiSetup
{
    /// <summary>The name of the rate limit that every route of the API has.</summary>
    public const string RateLimit = "api";

    public static void AddApi(this WebApplicationBuilder builder, AdminCenterOptions options)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ApiCall>();
        builder.Services.AddSingleton<ApiTokens>();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddApiDocument();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(RateLimit, http => RateLimitPartition.GetTokenBucketLimiter(KeyOf(http), _ => new()
            {
                TokenLimit = options.ApiBurst,
                TokensPerPeriod = options.ApiRequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
            limiter.OnRejected = RejectAsync;
        });
    }

    // Only what ApiJson knows; a member that nobody knows is refused, not passed over.
    private static void Configure(JsonSerializerOptions json)
    {
        json.TypeInfoResolverChain.Clear();
        json.TypeInfoResolverChain.Add(ApiJson.Default);
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }

    // Before anybody asked whose the token is: by what was shown, of which only a hash is kept.
    private static string KeyOf(HttpContext http) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())));

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellation)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ApiProblems.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, Reason.Unspecified,
            "This token sends more requests than it may. Wait as long as Retry-After says.");
    }
}
