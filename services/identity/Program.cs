using OptiId.Events;
using OptiId.Identity.Storage;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Identity;

/// <summary>The identity service: organizations, users, sign-in.</summary>
public static class Program
{
    /// <summary>Runs the service until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the service; the local run hosts it in its own process.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What the host adds: settings, the event bus.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5102);
        configure?.Invoke(builder);
        ScimSchemas.ReadExtensions();

        builder.AddServiceDefaults("identity").AddGrpcService().AddStore("identity").AddLists();
        builder.AddEventSource<IdentitySnapshot>();
        builder.Services.AddOptions<IdentityOptions>().BindConfiguration("Identity").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<OrganizationStore>();
        builder.Services.AddSingleton<UserStore>();
        builder.Services.AddSingleton<UserOrders>();
        builder.Services.AddSingleton<UserSearchIndex>();
        builder.Services.AddSingleton<UserSearch>();
        builder.Services.AddSingleton<ChangeHistory>();
        builder.Services.AddSingleton<UserChanges>();
        builder.Services.AddHostedService<Retention>();
        builder.Services.AddHostedService<SearchIndexing>();

        var app = builder.Build();
        app.MapHealth();
        app.MapGrpcService<OrganizationsRpc>();
        app.MapGrpcService<UsersRpc>();
        app.MapGrpcService<ChangesRpc>();
        return app;
    }
}
