using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Testing;

namespace OptiId.Conformance.Tests;

/// <summary>Every service and a gateway over the embedded store, once for this assembly.</summary>
public sealed class RunningSystem() : RunningOn(new EmbeddedTestStore(), settings: new()
{
    ["Identity:MaximumScan"] = $"{MaximumScan}",
    ["Groups:MaximumScan"] = $"{MaximumScan}",
})
{
    /// <summary>How many users or groups a filter that no index serves may look at.</summary>
    public const int MaximumScan = 100;

    /// <summary>A gateway that asks about the caller at each request, and has no limit of requests.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>A new organization and a client with a token of its own.</summary>
    public async Task<(Tenant Tenant, ScimClient Scim)> NewOrganizationAsync(ProvisioningMode mode = ProvisioningMode.Scim)
    {
        var tenant = await NewTenantAsync(mode);
        return (tenant, ScimClient.WithToken(BaseUrl, (await Services.IssueTokenAsync(tenant.Id)).Secret));
    }

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        BaseUrl = await Services.StartGatewayAsync(new() { ["Gateway:CallerCacheMilliseconds"] = "0", ["Gateway:RequestsPerSecond"] = "0" });
    }
}
