using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>The Admin Center's gate (P23): asked of the sources, so that no answer lags behind a write.</summary>
public sealed class CheckAdministratorTests(RunningOnEmbedded running, RunningOnFakeClock days)
{
    [Fact]
    public async Task P23_AMemberOfTheAdministrators_IsOne_AndNobodyElse()
    {
        var (tenant, administrators) = await StartAsync(running);
        var (user, other) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        (await IsAdministratorAsync(tenant, user.Id)).ShouldBeFalse();
        await AddAsync(tenant, administrators, user.Id);
        (await IsAdministratorAsync(tenant, user.Id)).ShouldBeTrue();
        (await IsAdministratorAsync(tenant, other.Id)).ShouldBeFalse();
        (await IsAdministratorAsync(tenant, "")).ShouldBeFalse();
        (await IsAdministratorAsync(tenant, Guid.NewGuid().ToString())).ShouldBeFalse();
    }

    [Fact]
    public async Task P23_AnotherOrganizationsAdministrator_IsNone()
    {
        var ((tenant, administrators), (other, _)) = (await StartAsync(running), await StartAsync(running));
        var user = await tenant.NewUserAsync();
        await AddAsync(tenant, administrators, user.Id);
        (await IsAdministratorAsync(other, user.Id)).ShouldBeFalse();
        (await running.Services.Groups.CheckAdministratorAsync(new() { UserId = user.Id })).Administrator.ShouldBeFalse();
    }

    [Fact]
    public async Task P23_ItEndsWithTheWriteThatEndsIt_EachTime()
    {
        var (tenant, administrators) = await StartAsync(running);
        var staying = await tenant.NewUserAsync();
        await AddAsync(tenant, administrators, staying.Id);
        for (var round = 0; round < 20; round++)
        {
            var user = await tenant.NewUserAsync();
            await AddAsync(tenant, administrators, user.Id);
            (await IsAdministratorAsync(tenant, user.Id)).ShouldBeTrue();
            await tenant.SetActiveAsync(user.Id, false);
            (await IsAdministratorAsync(tenant, user.Id)).ShouldBeFalse();
            await tenant.SetActiveAsync(user.Id, true);
            (await IsAdministratorAsync(tenant, user.Id)).ShouldBeTrue();
            _ = round % 2 == 0
                ? await tenant.ChangeGroupAsync(administrators, change => change.MemberChanges.Add(Remove(user.Id)), Manager.Administrator) as object
                : await tenant.DeleteUserAsync(user.Id);
            (await IsAdministratorAsync(tenant, user.Id)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task P9_WhoComesBackAfterTheGraceTime_IsNone()
    {
        var (tenant, administrators) = await StartAsync(days);
        var user = await tenant.NewUserAsync();
        await AddAsync(tenant, administrators, user.Id);
        await tenant.SetActiveAsync(user.Id, false);
        days.Pass(TimeSpan.FromDays(8));
        await tenant.SetActiveAsync(user.Id, true); // asked before groups has heard of it, or after
        (await IsAdministratorAsync(tenant, user.Id)).ShouldBeFalse();
    }

    private static MemberChange Remove(string userId) => new() { Remove = new() { UserIds = { userId } } };

    private static async Task<(Tenant Tenant, string Administrators)> StartAsync(RunningOn running)
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, (await tenant.SystemGroupsAsync()).Administrators.Id);
    }

    private static Task<ChangeGroupResponse> AddAsync(Tenant tenant, string groupId, string userId) => tenant.ChangeGroupAsync(
        groupId, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { userId } } }), Manager.Administrator);

    private static async Task<bool> IsAdministratorAsync(Tenant tenant, string userId) =>
        (await tenant.Services.Groups.CheckAdministratorAsync(new() { OrganizationId = tenant.Id, UserId = userId })).Administrator;
}
