using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>What every service has: endpoints, gRPC with the vocabulary of refusal, callers' check, health, traces and metrics.</summary>
public static class ServiceDefaults
{
    private const string ReadyTag = "ready";

    /// <summary>Adds logging, health, OpenTelemetry (exported where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set) and the clock.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<CallerOptions>().BindConfiguration("Callers");
        builder.Services.AddHealthChecks();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"optiid-{service}"))
            .WithTracing(tracing => tracing
                .AddSource("OptiId.*")
                .AddAspNetCoreInstrumentation(options => options.Filter = context =>
                    !IsHealth(context.Request.Path.Value) && context.Request.Path.Value != SidecarHealthCheck.Path)
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter("OptiId.*").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation());
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return builder;
    }

    /// <summary>Adds the gRPC side of a service: its endpoint, the callers' check and the vocabulary of refusal.</summary>
    public static WebApplicationBuilder AddGrpcService(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoints = builder.Configuration.GetSection("Endpoints").Get<EndpointOptions>() ?? new();
        var secrets = ReadSecrets(builder.Configuration);

        DemandGuard(endpoints.Grpc, secrets);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(ListenAddress.Parse(endpoints.Grpc), listen => listen.Protocols = HttpProtocols.Http2);
            if (endpoints.Health.Length > 0)
            {
                kestrel.Listen(ListenAddress.Parse(endpoints.Health), listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MessageSizes.Maximum;
            options.MaxSendMessageSize = MessageSizes.Maximum;
            options.Interceptors.Add<CallerInterceptor>(secrets);
            options.Interceptors.Add<RefusalInterceptor>();
        });
        builder.Services.AddGrpcHealthChecks();
        return builder;
    }

    /// <summary>Adds what lists of a service's resources need; after <see cref="AddStore"/>.</summary>
    public static WebApplicationBuilder AddLists(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<CursorSeal>();
        builder.Services.AddSingleton<ScanGate>();
        builder.Services.AddSingleton<ListPager>();
        return builder;
    }

    /// <summary>Adds the service's store under its own key prefix, its change log, and the check that it is durable.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">The prefix of its keys.</param>
    /// <param name="isNeeded">False where the service serves without its store too: it doesn't wait for it, and is ready while it is away.</param>
    public static WebApplicationBuilder AddStore(this WebApplicationBuilder builder, string service, bool isNeeded = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<StoreOptions>().BindConfiguration("Store").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => StoreConnection.Connect(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<StoreOptions>>()));
        builder.Services.AddSingleton(new KeySpace(service));
        builder.Services.AddSingleton<LogSignal>();
        builder.Services.AddSingleton<StoreSession>();
        builder.Services.AddSingleton<ChangeLog>();
        builder.Services.AddSingleton<DurabilityCheck>();
        if (!isNeeded)
        {
            return builder;
        }

        builder.Services.AddHostedService<StoreStartup>();
        builder.Services.AddSingleton<StoreReadyCheck>(); // it remembers
        builder.Services.AddHealthChecks().AddCheck<StoreReadyCheck>("store", HealthStatus.Unhealthy, [ReadyTag]);
        return builder;
    }

    /// <summary>Maps <c>/healthz</c> (the process lives), <c>/readyz</c> (it can serve) and, for gRPC services, grpc.health.v1 and the check by a Dapr sidecar.</summary>
    public static WebApplication MapHealth(this WebApplication app, bool grpc = true)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) }).AllowAnonymous();
        if (grpc)
        {
            app.MapGrpcHealthChecksService().AllowAnonymous();
            app.MapGrpcService<SidecarHealthCheck>().AllowAnonymous();
        }

        return app;
    }

    /// <summary>Whether a path is one of those of <see cref="MapHealth"/>.</summary>
    public static bool IsHealth(string? path) => path is "/healthz" or "/readyz" || path?.StartsWith("/grpc.health.v1.", StringComparison.Ordinal) == true;

    private static CallerSecrets ReadSecrets(ConfigurationManager configuration)
    {
        var shared = (configuration.GetSection("Callers").Get<CallerOptions>() ?? new()).Read();
        var appToken = DaprSidecar.Of(configuration).AppToken;
        DemandLength("Callers:Secret", shared);
        DemandLength("APP_API_TOKEN", appToken);
        return new(shared, appToken);

        static void DemandLength(string name, string secret)
        {
            if (secret.Length is > 0 and < 32)
            {
                throw new SettingsException($"{name} is shorter than 32 characters.");
            }
        }
    }

    private static void DemandGuard(string address, CallerSecrets secrets)
    {
        if (!secrets.AnySet && !IPAddress.IsLoopback(ListenAddress.Parse(address).Address))
        {
            throw new SettingsException(
                $"Endpoints:Grpc is {address}, reachable from other machines, but neither Callers:Secret nor APP_API_TOKEN is set. Set one, or listen on 127.0.0.1.");
        }
    }
}
