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

    [Fact]
    public async Task P10_AMinuteAfterAnErasure_NothingNamesThePerson_NotEvenWhatWasSoughtFor()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var user = await organization.Scim.PostAsync("/Users", ScimBodies.User("cyd@example.com"));
        await organization.Scim.DeleteAsync($"/Users/{user.Id}");
        await organization.ReadAsync(2);
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = organization.Tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => (await LogScan.FindAsync(running.Store, "cyd@example.com")).All(key => key.Contains(":erasing:", StringComparison.Ordinal)));
        await Eventually.HoldsAsync(async () =>
        {
            running.Pass(TimeSpan.FromMinutes(1));
            return (await LogScan.FindAsync(running.Store, "cyd@example.com")).Count == 0;
        });
    }
}
