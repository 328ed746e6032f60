using OptiId.Events;
using OptiId.ServiceDefaults;
using OptiId.Tokens.Storage;

namespace OptiId.Tokens;

/// <summary>The tokens service: bearer tokens of SCIM and of the Admin Center's API, issued, recognised, replaced and revoked (P4, P5).</summary>
public static class Program
{
    /// <summary>Runs the service until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the service, for its own process or for the local run's.</summary>
    /// <param name="args">Settings, e.g. <c>--Endpoints:Grpc=http://127.0.0.1:5101</c>.</param>
    /// <param name="configure">Runs after the defaults and before anything reads them; may override any setting.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5101);
        configure?.Invoke(builder);

        builder.AddServiceDefaults("tokens").AddGrpcService().AddStore("tokens");
        builder.AddEventSource<TokensSnapshot>();
        builder.Services.AddOptions<TokensOptions>().BindConfiguration("Tokens").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TokenStore>();
        builder.Services.AddSingleton<LastUsed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<LastUsed>());
        builder.Services.AddSingleton<TokensRpc>();

        var app = builder.Build();
        app.MapGrpcService<TokensRpc>();
        app.MapGrpcService<ChangesRpc>();
        app.MapHealth();
        return app;
    }
}
