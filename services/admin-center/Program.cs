using MudBlazor.Services;
using OptiId.AdminCenter.Api;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Layout;
using OptiId.AdminCenter.SignIn;
using OptiId.AdminCenter.Storage;
using OptiId.Events;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>The Admin Center: pages and an API for administrators and Support, and the audit log.</summary>
public static class Program
{
    /// <summary>Runs the Admin Center until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => ServiceHost.RunAsync(args, rest => Build(rest));

    /// <summary>Builds the Admin Center; the local run hosts it in its own process.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="configure">What the host adds.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = ServiceHost.CreateBuilder(args, grpcPort: 5107);
        configure?.Invoke(builder);
        var options = builder.Configuration.GetSection("AdminCenter").Get<AdminCenterOptions>() ?? new();

        builder.AddServiceDefaults("admin-center").AddGrpcService().AddStore("admin");
        builder.AddLogFollower<AuditProjection>("identity", "groups", "tokens");
        builder.Services.AddOptions<AdminCenterOptions>().BindConfiguration("AdminCenter").ValidateDataAnnotations().ValidateOnStart();
        builder.WebHost.ConfigureKestrel(kestrel => AdminCenterEndpoint.Configure(kestrel, options));
        builder.AddBackends();
        builder.AddSignIn(options);
        builder.AddApi(options);
        builder.Services.AddSingleton<AuditStore>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<AuditReader>();
        builder.AddExports();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = false);

        var app = builder.Build();
        app.UseAdminCenter();
        app.MapHealth();
        app.MapGrpcService<AuditRpc>().AllowAnonymous(); // whoever shows the services' secret (CallerInterceptor)
        app.MapGrpcService<SignInLinksRpc>().AllowAnonymous();
        app.MapAssets();
        app.MapSignIn();
        app.MapApi();
        app.MapExports();
        // The policy is SecurityHeaders'; a second header would only say less.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(pages => pages.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
