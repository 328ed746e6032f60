using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>Registers what publishes and what follows change logs.</summary>
public static class EventSources
{
    private const double DefaultRetentionDays = 30;

    /// <summary>The service has a log of its own: served, announced on the bus, trimmed.</summary>
    public static WebApplicationBuilder AddEventSource<TSnapshot>(this WebApplicationBuilder builder)
        where TSnapshot : class, ISnapshot
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddEventBus();
        builder.Services.AddSingleton<ISnapshot, TSnapshot>();
        builder.Services.AddHostedService<LogRelay>();
        return builder.AddLogTrimmer();
    }

    /// <summary>The service's own log is forgotten after <c>Events:RetentionDays</c>, 30 by default.</summary>
    public static WebApplicationBuilder AddLogTrimmer(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var retention = TimeSpan.FromDays(builder.Configuration.GetValue("Events:RetentionDays", DefaultRetentionDays));
        builder.Services.AddHostedService(provider => new LogTrimmer(
            provider.GetRequiredService<ChangeLog>(), retention, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LogTrimmer>>()));
        return builder;
    }

    /// <summary>The service follows other services' logs into its projection, told of changes by the bus.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="consumer">Its name on the bus.</param>
    /// <param name="sources">Whose logs.</param>
    public static WebApplicationBuilder AddEventConsumer<TProjection>(this WebApplicationBuilder builder, string consumer, params string[] sources)
        where TProjection : class, IProjection
    {
        builder.AddLogFollower<TProjection>(sources);
        builder.AddEventBus();
        builder.Services.AddHostedService(provider => new Subscription(
            consumer, provider.GetRequiredService<IEventBus>(), provider.GetServices<ChangeFollower>(), provider.GetRequiredService<ILogger<Subscription>>()));
        return builder;
    }

    /// <summary>
    /// The service follows other services' logs without the bus, a second behind at most: what it does with them costs one write for many
    /// changes, and nothing while they are made.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="sources">Whose logs.</param>
    public static WebApplicationBuilder AddLogFollower<TProjection>(this WebApplicationBuilder builder, params string[] sources)
        where TProjection : class, IProjection
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IProjection, TProjection>();
        foreach (var source in sources)
        {
            builder.Services.AddServiceClient<ChangesService.ChangesServiceClient>(source);
            builder.Services.AddSingleton(provider => new ChangeFollower(
                source,
                provider.GetServiceClient<ChangesService.ChangesServiceClient>(source),
                provider.GetRequiredService<IProjection>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ChangeFollower>>()));
        }

        builder.Services.AddHostedService<Followers>();
        return builder;
    }

    /// <summary>Maps what a Dapr sidecar delivers events to, where the bus is Dapr's.</summary>
    public static WebApplication MapEvents(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetRequiredService<IEventBus>() is DaprEventBus)
        {
            app.MapGrpcService<AnnouncementCallback>();
        }

        return app;
    }

    // The host may have given the bus already: in one process all services share it.
    private static void AddEventBus(this WebApplicationBuilder builder) => builder.Services.TryAddSingleton<IEventBus>(provider =>
    {
        var configuration = provider.GetRequiredService<IConfiguration>();
        var rabbitMq = configuration["Events:RabbitMqFile"] is { Length: > 0 } file ? File.ReadAllText(file).Trim() : configuration["Events:RabbitMq"];
        return (configuration["Events:Dapr"], rabbitMq) switch
        {
            ({ Length: > 0 } pubSub, null or "") => new DaprEventBus(DaprSidecar.Of(configuration), pubSub, provider.GetRequiredService<ILogger<DaprEventBus>>()),
            (null or "", { Length: > 0 } server) => new ConnectingEventBus(new Uri(server)),
            _ => throw new SettingsException(
                "Set one of Events:Dapr (the name of Dapr's pub/sub component) and Events:RabbitMq (e.g. amqp://user:password@localhost:5672/) or Events:RabbitMqFile (a file that holds that): the event bus."),
        };
    });
}
