using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;

namespace OptiId.ScimGateway.Tests;

/// <summary>An organization with a SCIM client and its provisioning log.</summary>
internal sealed class LoggedOrganization(Tenant tenant, ScimClient scim, ProvisioningLogService.ProvisioningLogServiceClient log, string secret) : IDisposable
{
    public Tenant Tenant => tenant;

    public ScimClient Scim => scim;

    public ProvisioningLogService.ProvisioningLogServiceClient Log => log;

    public string Secret => secret;

    /// <summary>A new one at a gateway of its own.</summary>
    public static async Task<LoggedOrganization> NewAsync(RunningOn running, Dictionary<string, string?>? settings = null, ProvisioningMode mode = ProvisioningMode.Scim)
    {
        var tenant = await running.NewTenantAsync(mode);
        var (scim, grpc) = await running.Services.StartGatewayWithLogAsync(new(settings ?? [])
        {
            ["Gateway:CallerCacheMilliseconds"] = "0",
            ["Gateway:RequestsPerSecond"] = settings?.GetValueOrDefault("Gateway:RequestsPerSecond") ?? "0",
        });
        return await NewAsync(running, tenant, scim, grpc);
    }

    public static async Task<LoggedOrganization> NewAsync(RunningOn running, Tenant tenant, Uri scim, Uri grpc)
    {
        var secret = (await running.Services.IssueTokenAsync(tenant.Id)).Secret;
        return new(tenant, ScimClient.WithToken(scim, secret), running.Services.LogAt(grpc), secret);
    }

    /// <summary>The log, as soon as it has so many entries; newest first.</summary>
    public async Task<IReadOnlyList<LoggedRequest>> ReadAsync(int count, Action<ListRequestsRequest>? how = null)
    {
        await Eventually.HoldsAsync(async () => (await StatusAsync()).Head >= (ulong)count);
        var all = new List<LoggedRequest>();
        var request = new ListRequestsRequest { OrganizationId = tenant.Id, PageSize = 200 };
        how?.Invoke(request);
        do
        {
            var page = await log.ListRequestsAsync(request);
            all.AddRange(page.Requests);
            request.Before = page.NextBefore;
        }
        while (request.Before > 0);
        return all;
    }

    /// <summary>An entry with its detail.</summary>
    public async Task<GetRequestResponse> GetAsync(string requestId) => await log.GetRequestAsync(new() { OrganizationId = tenant.Id, RequestId = requestId });

    public async Task<GetProvisioningStatusResponse> StatusAsync() => await log.GetProvisioningStatusAsync(new() { OrganizationId = tenant.Id });

    public void Dispose() => scim.Dispose();
}
