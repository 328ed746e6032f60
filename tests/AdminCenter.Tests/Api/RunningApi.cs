using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Tokens.V1;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

/// <summary>An Admin Center and a SCIM gateway before the services of this assembly, for scripts with tokens.</summary>
public sealed class RunningApi(RunningOnEmbedded running) : IAsyncLifetime
{
    private HttpClient http = null!;

    internal RunningOnEmbedded Running => running;

    internal RunningAdminCenter Center { get; private set; } = null!;

    internal Uri Scim { get; private set; } = null!;

    internal OpenApiContract Contract { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Scim = await running.Services.StartGatewayAsync();
        Center = await running.Services.StartAdminCenterAsync(new()
        {
            ["AdminCenter:ApiTokenCacheMilliseconds"] = "0",
            ["AdminCenter:ApiBurst"] = "5000", // each test of this class comes from one address, however fast the machine is
        });
        http = Center.NewVisitor();
        Contract = new(JsonNode.Parse(await http.GetStringAsync("/api/v1/openapi.json"))!);
    }

    /// <summary>A new organization, a script with a token of it, and where the API has it.</summary>
    internal async Task<(Tenant Tenant, ApiClient Client, string Home)> NewClientAsync(params Scope[] scopes)
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, Client(await IssueAsync(TokenKind.Api, tenant.Id, scopes)), $"/api/v1/organizations/{tenant.Id}");
    }

    /// <summary>A script of Support.</summary>
    internal async Task<ApiClient> NewSupportClientAsync() => Client(await IssueAsync(TokenKind.Support, ""));

    /// <summary>A script with a token; null: without.</summary>
    internal ApiClient Client(string? secret) => new(http, Contract, secret);

    /// <summary>A new token's secret.</summary>
    internal async Task<string> IssueAsync(TokenKind kind, string organizationId, params Scope[] scopes) => (await running.Services.Tokens.IssueTokenAsync(new()
    {
        OrganizationId = organizationId,
        Kind = kind,
        Label = "Test",
        Scopes = { scopes },
        Cause = RunningServices.NewCause(),
    })).Secret;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        http.Dispose(); // the rest ends with the services
        return ValueTask.CompletedTask;
    }
}
