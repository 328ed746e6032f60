using OptiId.Events;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ScimGateway.Storage;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.ScimGateway;

/// <summary>The SCIM gateway: the only one that speaks SCIM.</summary>
public static class Program
{
    /// <summary>Runs the gateway until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the gateway; the local run hosts it in its own process.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What the host adds.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5106);
        configure?.Invoke(builder);
        ScimSchemas.ReadExtensions();

        builder.WebHost.ConfigureKestrel((_, kestrel) => GatewayEndpoint.Configure(kestrel));
        builder.AddServiceDefaults("scim-gateway").AddGrpcService().AddStore("gateway", isNeeded: false);
        builder.AddLogFollower<ErasureProjection>("identity");
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddServiceClient<TokensService.TokensServiceClient>("tokens");
        builder.Services.AddServiceClient<OrganizationsService.OrganizationsServiceClient>("identity");
        builder.Services.AddServiceClient<UsersService.UsersServiceClient>("identity");
        builder.Services.AddServiceClient<GroupsService.GroupsServiceClient>("groups");
        builder.Services.AddSingleton<CallerAuthentication>();
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddSingleton<Outage>();
        builder.Services.AddSingleton<ServiceCalls>();
        builder.Services.AddSingleton<Locations>();
        builder.Services.AddSingleton<UserRoutes>();
        builder.Services.AddSingleton<GroupRoutes>();
        builder.Services.AddSingleton<RootRoutes>();
        builder.Services.AddSingleton<BulkTurns>();
        builder.Services.AddSingleton<BulkRoutes>();
        builder.Services.AddSingleton<DiscoveryRoutes>();
        builder.Services.AddSingleton<ScimApplication>();
        builder.Services.AddScimCompression();
        builder.Services.AddHealthChecks().AddCheck<ServicesReadyCheck>("services", tags: ["ready"]);
        builder.Services.AddProvisioningLog();

        var app = builder.Build();
        app.UseResponseCompression();
        GatewayEndpoint.Separate(app);
        app.MapHealth();
        app.MapGrpcService<ProvisioningLogRpc>();
        return app;
    }
}
