using OptiId.Events;
using OptiId.Groups.Storage;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Groups;

/// <summary>The groups service: groups, memberships, product instances, grants.</summary>
public static class Program
{
    /// <summary>Runs the service until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the service; the local run hosts it in its own process.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What the host adds: settings, the event bus.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5103);
        configure?.Invoke(builder);
        ScimSchemas.ReadExtensions();

        builder.AddServiceDefaults("groups").AddGrpcService().AddStore("groups").AddLists();
        builder.AddEventSource<GroupsSnapshot>();
        builder.AddEventConsumer<UserLifeProjection>("groups", "identity");
        builder.Services.AddServiceClient<UsersService.UsersServiceClient>("identity");
        builder.Services.AddOptions<GroupsOptions>().BindConfiguration("Groups").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<GroupStore>();
        builder.Services.AddSingleton<MemberStore>();
        builder.Services.AddSingleton<MemberChanges>();
        builder.Services.AddSingleton<InstanceStore>();
        builder.Services.AddSingleton<GrantStore>();
        builder.Services.AddSingleton<ChangeHistory>();
        builder.Services.AddSingleton<UserDirectory>();
        builder.Services.AddHostedService<Clearing>();

        var app = builder.Build();
        app.MapHealth();
        app.MapEvents();
        app.MapGrpcService<GroupsRpc>();
        app.MapGrpcService<InstancesRpc>();
        app.MapGrpcService<ChangesRpc>();
        return app;
    }
}
