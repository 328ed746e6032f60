using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Testing;

namespace OptiId.ScimGateway.Tests;

/// <summary>Every service and two gateways over the embedded store, once for this assembly.</summary>
public sealed class RunningGateway() : RunningOn(new EmbeddedTestStore())
{
    /// <summary>A gateway that asks about the caller at each request.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>A gateway with the settings that it comes with.</summary>
    public Uri DefaultBaseUrl { get; private set; } = null!;

    /// <summary>A new organization and a client with a token of its own.</summary>
    public async Task<(Tenant Tenant, ScimClient Scim)> NewOrganizationAsync(ProvisioningMode mode = ProvisioningMode.Scim)
    {
        var tenant = await NewTenantAsync(mode);
        return (tenant, ScimClient.WithToken(BaseUrl, (await Services.IssueTokenAsync(tenant.Id)).Secret));
    }

    /// <summary>A gateway that asks about the caller at each request, before another groups service.</summary>
    internal Task<Uri> StartGatewayAsync(GrpcHost groups) => Services.StartGatewayAsync(new()
    {
        ["Gateway:CallerCacheMilliseconds"] = "0",
        ["Gateway:RequestsPerSecond"] = "0",
        ["Services:groups"] = groups.Address.ToString(),
    });

    /// <summary>A new organization's client of such a gateway.</summary>
    internal async Task<ScimClient> NewClientAsync(GrpcHost groups)
    {
        var tenant = await NewTenantAsync();
        return ScimClient.WithToken(await StartGatewayAsync(groups), (await Services.IssueTokenAsync(tenant.Id)).Secret);
    }

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        BaseUrl = await Services.StartGatewayAsync(new() { ["Gateway:CallerCacheMilliseconds"] = "0", ["Gateway:RequestsPerSecond"] = "0" });
        DefaultBaseUrl = await Services.StartGatewayAsync();
    }
}
