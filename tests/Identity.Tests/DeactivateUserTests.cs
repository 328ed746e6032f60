using OptiId.Events.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>active: false and back (P9). One test at a time turns the clock.</summary>
[Collection(nameof(RunningOnFakeClock))]
public sealed class DeactivateUserTests(RunningOnFakeClock running)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P9_ADeactivatedUser_StillAnswersOverScim_AndCountsNoMore(bool byPut)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        _ = byPut ? (await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com"), active: false)).User : (await tenant.SetActiveAsync(user.Id, false)).User;
        (await tenant.GetAsync(user.Id)).State.ShouldBe(UserState.Deactivated);
        (await tenant.FindAsync("userName eq \"ada@example.com\"")).Users.Single().Id.ShouldBe(user.Id);
        (await tenant.FindAsync("active eq false")).Users.Single().Id.ShouldBe(user.Id);
        (await tenant.FindAsync("active eq true")).TotalResults.ShouldBe(0u);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(0u);
    }

    [Fact]
    public async Task P9_APutWithoutActive_LeavesADeactivatedUserDeactivated()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        (await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", given: "Augusta"))).User.State.ShouldBe(UserState.Deactivated);
    }

    [Fact]
    public async Task P9_ReinstatedWithinTheGraceTime_TheSameStayGoesOn()
    {
        var (tenant, user, reinstated) = await DeactivateAndReinstateAsync(TimeSpan.FromDays(6.9));
        (reinstated.Id, reinstated.State, reinstated.Tenure).ShouldBe((user.Id, UserState.Active, 1u));
        (await LastAsync(tenant)).UserReinstated.ShouldBe(new() { UserId = user.Id, Tenure = 1, MembershipsKept = true });
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Fact]
    public async Task P9_ReinstatedAfterTheGraceTime_ANewStayBegins()
    {
        var (tenant, user, reinstated) = await DeactivateAndReinstateAsync(TimeSpan.FromDays(7.1));
        (reinstated.Id, reinstated.State, reinstated.Tenure).ShouldBe((user.Id, UserState.Active, 2u));
        (await LastAsync(tenant)).UserReinstated.ShouldBe(new() { UserId = user.Id, Tenure = 2, MembershipsKept = false });
    }

    [Fact]
    public async Task P7_P9_ReinstatedByAPost_TheGraceTimeCountsToo()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        running.Pass(TimeSpan.FromDays(8));
        var back = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com"))).User;
        (back.Id, back.Tenure).ShouldBe((user.Id, 2u));
    }

    [Fact]
    public async Task P9_DeactivatingAgain_KeepsTheTimeOfTheFirst()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var first = (await tenant.SetActiveAsync(user.Id, false)).User;
        running.Pass(TimeSpan.FromDays(1));
        (await tenant.SetActiveAsync(user.Id, false)).User.ShouldBe(first);
    }

    private async Task<(Tenant Tenant, User Before, User After)> DeactivateAndReinstateAsync(TimeSpan apart)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        running.Pass(apart);
        return (tenant, user, (await tenant.SetActiveAsync(user.Id, true)).User);
    }

    private async Task<Change> LastAsync(Tenant tenant) => (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id))[^1];
}

/// <summary>With no grace time (P9).</summary>
public sealed class NoGraceTests
{
    [Fact]
    public async Task P9_WithAGraceTimeOfZero_EveryReinstatementBeginsANewStay()
    {
        await using var running = new RunningWithoutGrace();
        await running.InitializeAsync();
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        (await tenant.SetActiveAsync(user.Id, true)).User.Tenure.ShouldBe(2u);
    }

    private sealed class RunningWithoutGrace() : RunningOn(new OptiId.Testing.EmbeddedTestStore(), settings: new() { ["Identity:GraceDays"] = "0" });
}
