using OptiId.AdminCenter.Tests.Api;
using OptiId.Hosting;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Tests.Authorization;

/// <summary>Everybody who may come to the Admin Center, by the names of the table's columns.</summary>
internal static class Callers
{
    public static readonly string[] Names =
    [
        "nobody", "former", "foreign", "administrator", "support", "read-token", "token", "foreign-token", "support-token", "scim-token",
    ];

    /// <summary>Each caller's browser or script, about an organization.</summary>
    public static async Task<IReadOnlyDictionary<string, HttpClient>> NewAsync(RunningApi api, Tenant tenant)
    {
        var other = await api.Running.NewTenantAsync();
        var center = api.Center;
        return new Dictionary<string, HttpClient>
        {
            ["nobody"] = center.NewVisitor(),
            ["former"] = await NewFormerAsync(center, tenant),
            ["foreign"] = await center.SignInAsync(other.Id, await other.NewAdministratorAsync()),
            ["administrator"] = await center.SignInAsync(tenant.Id, await tenant.NewAdministratorAsync()),
            ["support"] = await center.SignInAsync(),
            ["read-token"] = With(center, await api.IssueAsync(TokenKind.Api, tenant.Id, Scope.Read)),
            ["token"] = With(center, await api.IssueAsync(TokenKind.Api, tenant.Id)),
            ["foreign-token"] = With(center, await api.IssueAsync(TokenKind.Api, other.Id)),
            ["support-token"] = With(center, await api.IssueAsync(TokenKind.Support, "")),
            ["scim-token"] = With(center, (await tenant.Services.IssueTokenAsync(tenant.Id)).Secret),
        };
    }

    // Was an administrator, signed in, and left the group while the session lives.
    private static async Task<HttpClient> NewFormerAsync(RunningAdminCenter center, Tenant tenant)
    {
        await tenant.NewAdministratorAsync(); // the last one stays
        var user = await tenant.NewAdministratorAsync();
        var visitor = await center.SignInAsync(tenant.Id, user);
        await tenant.EndAdministratorAsync(user);
        return visitor;
    }

    private static HttpClient With(RunningAdminCenter center, string secret)
    {
        var http = center.NewVisitor();
        http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return http;
    }
}
