using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The provisioning log keeps 30 days, on a clock that tests turn.</summary>
public sealed class LogRetentionTests(RunningOnFakeClock running) : IClassFixture<RunningOnFakeClock>
{
    [Fact]
    public async Task P26_ARequest_IsKeptForThirtyDays_AndNoLonger()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var old = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await organization.ReadAsync(1);
        running.Pass(TimeSpan.FromDays(29));
        await organization.Scim.PostAsync("/Users", ScimBodies.User("ben@example.com"));
        (await organization.ReadAsync(2)).Count.ShouldBe(2);
        running.Pass(TimeSpan.FromDays(2));
        await Eventually.HoldsAsync(async () => (await organization.ReadAsync(2)).Count == 1);
        (await organization.ReadAsync(2)).Single().Number.ShouldBe(2ul);
        (await organization.Log.LookUpLastSyncsAsync(new() { OrganizationId = organization.Tenant.Id, ResourceIds = { old.Id } })).Syncs.ShouldBeEmpty();
        (await LogScan.FindAsync(running.Store, "ann@example.com")).ShouldBeEmpty();
    }
}
