using Microsoft.AspNetCore.Authorization;
using OptiId.AdminCenter.Api;
using OptiId.AdminCenter.SignIn;

namespace OptiId.AdminCenter;

/// <summary>Who may open what. Without a policy of its own, a page or route is for whoever is signed in (the fallback policy).</summary>
internal static class Policies
{
    /// <summary>Support only.</summary>
    public const string Support = "Support";

    /// <summary>The organization in the address is the caller's, or the caller is Support.</summary>
    public const string Organization = "Organization";

    /// <summary>The API's <see cref="Organization"/>: by token only, never by cookie.</summary>
    public const string ApiOrganization = "ApiOrganization";

    /// <summary>The API's <see cref="Support"/>: by token only, never by cookie.</summary>
    public const string ApiSupport = "ApiSupport";

    /// <summary>With the API's others: the token may write.</summary>
    public const string ApiWrite = "ApiWrite";

    /// <summary>The route value that names the organization.</summary>
    public const string RouteValue = "Organization";

    public static void Add(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder(SessionHandler.SchemeName).RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        options.FallbackPolicy = signedIn;
        options.AddPolicy(Support, policy => policy.Combine(signedIn).RequireAssertion(context => AdminCaller.Of(context.User) is { IsSupport: true }));
        options.AddPolicy(Organization, policy => policy.Combine(signedIn).RequireAssertion(ReachesOrganization));

        var byToken = new AuthorizationPolicyBuilder(ApiTokenHandler.SchemeName).RequireAuthenticatedUser().Build();
        options.AddPolicy(ApiSupport, policy => policy.Combine(byToken).RequireAssertion(context => AdminCaller.Of(context.User) is { IsSupport: true }));
        options.AddPolicy(ApiOrganization, policy => policy.Combine(byToken).RequireAssertion(ReachesOrganization));
        options.AddPolicy(ApiWrite, policy => policy.Combine(byToken).RequireAssertion(context => AdminCaller.Of(context.User) is { MayWrite: true }));
    }

    private static bool ReachesOrganization(AuthorizationHandlerContext context) =>
        AdminCaller.Of(context.User) is { } caller && caller.Reaches(OrganizationIn(context.Resource));

    // A request's address, or that of a page within an open one.
    private static string? OrganizationIn(object? resource) => resource switch
    {
        HttpContext http => http.Request.RouteValues[RouteValue] as string,
        Microsoft.AspNetCore.Components.RouteData route => route.RouteValues.GetValueOrDefault(RouteValue) as string,
        _ => null,
    };
}
