using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using OptiId.Access.V1;
using OptiId.AdminCenter.Api;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.SignIn;
using OptiId.AdminCenter.Storage;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>What <see cref="Program"/> puts into the container, by subject.</summary>
internal static class Setup
{
    public static void AddBackends(this WebApplicationBuilder builder)
    {
        builder.Services.AddServiceClient<OrganizationsService.OrganizationsServiceClient>("identity");
        builder.Services.AddServiceClient<UsersService.UsersServiceClient>("identity");
        builder.Services.AddServiceClient<GroupsService.GroupsServiceClient>("groups");
        builder.Services.AddServiceClient<InstancesService.InstancesServiceClient>("groups");
        builder.Services.AddServiceClient<AccessService.AccessServiceClient>("access");
        builder.Services.AddServiceClient<TokensService.TokensServiceClient>("tokens");
        builder.Services.AddServiceClient<ProvisioningLogService.ProvisioningLogServiceClient>("gateway");
        builder.Services.AddSingleton<Backends>();
    }

    /// <summary>What each request goes through before its route, in this order.</summary>
    public static void UseAdminCenter(this WebApplication app)
    {
        app.UseWhen(WantsPage, pages => pages.UseExceptionHandler("/problem/500").UseStatusCodePagesWithReExecute("/problem/{0}"));
        app.UseRouting(); // after these: they go through it once more
        app.UseSecurityHeaders();
        app.UsePortsApart();
        app.UseResponseCompression();
        app.UseApiProblems();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseQueryRules();
        app.UseAntiforgery();

        static bool WantsPage(HttpContext http) =>
            http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !ApiProblems.IsApi(http);
    }

    public static void AddExports(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<InstanceUses>();
        builder.Services.AddSingleton<ActorNames>();
        builder.Services.AddSingleton<ExportAccess>();
        builder.Services.AddSingleton<ExportAudit>();
    }

    public static void AddSignIn(this WebApplicationBuilder builder, AdminCenterOptions options)
    {
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SignInLinkStore>();
        builder.Services.AddSingleton<SignInProblems>();
        builder.Services.AddSingleton<Gate>();
        builder.Services.AddSingleton<RefusedAttempts>();
        builder.Services.AddSingleton<Attempts>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddDataProtection().SetApplicationName("optiid-admin-center");
        // Whoever reads the store gets no session by these keys: they protect what a sign-in and a form carry for minutes.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = provider.GetRequiredService<KeyRing>()));
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = options.IsSecure ? "__Host-optiid-form" : "optiid-form";
            antiforgery.Cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        });
        builder.Services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, null)
            .AddProviders(options);
        builder.Services.AddAuthorization(Policies.Add);
        builder.Services.AddCascadingAuthenticationState();
    }
}
