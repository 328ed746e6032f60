using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;

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
        builder.Services.AddSingleton<WrongTokens>();
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
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests; // ApiProblems writes the sentence
            limiter.OnRejected = (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
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

    // Before anybody asked whose the token is: by the secret, however the header spells it; those who show none share by where they come from.
    private static string KeyOf(HttpContext http) => BearerToken.In(http.Request) is { } secret
        ? BearerToken.HashOf(secret)
        : $"from {http.Connection.RemoteIpAddress}";
}
