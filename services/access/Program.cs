using OptiId.Access.Storage;
using OptiId.Events;
using OptiId.ServiceDefaults;

namespace OptiId.Access;

/// <summary>The access service: who may do what where, and why.</summary>
public static class Program
{
    /// <summary>Runs the service until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the service; the local run hosts it in its own process.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What the host adds: settings, the event bus.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5104);
        configure?.Invoke(builder);

        builder.AddServiceDefaults("access").AddGrpcService().AddStore("access");
        builder.AddEventConsumer<AccessProjection>("access", Sources.All).AddLogTrimmer();
        builder.Services.AddOptions<AccessOptions>().BindConfiguration("Access").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Generations>();
        builder.Services.AddSingleton<AccessStore>();
        builder.Services.AddSingleton<Rebuilder>();
        builder.Services.AddSingleton<FreshnessGate>();
        builder.Services.AddHostedService<Clearing>();

        var app = builder.Build();
        app.MapHealth();
        app.MapEvents();
        app.MapGrpcService<AccessRpc>();
        return app;
    }
}
