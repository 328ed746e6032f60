using OptiId.Events;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>What days do to memberships (P9, P15).</summary>
public sealed class StayTests(RunningOnFakeClock running)
{
    [Fact]
    public async Task P9_AfterTheGraceTime_MembershipsOfTheOldStayEnd()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync(user.Id);
        await tenant.SetActiveAsync(user.Id, false);
        running.Pass(TimeSpan.FromDays(8));
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(1u);
        await tenant.SetActiveAsync(user.Id, true);
        await Eventually.HoldsAsync(async () => (await tenant.GetGroupAsync(group.Id)).MemberCount == 0);
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
        (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id))[^1].MembersRemoved.UserIds.ShouldBe([user.Id]);
    }

    [Fact]
    public async Task P9_AfterTheGraceTime_WhatTheIdentityProviderPushesThenCounts()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(30);
        var group = await tenant.NewGroupAsync(users.Select(user => user.Id));
        await Task.WhenAll(users.Select(user => tenant.SetActiveAsync(user.Id, false)));
        running.Pass(TimeSpan.FromDays(8));
        await Task.WhenAll(users.Select(async user =>
        {
            await tenant.SetActiveAsync(user.Id, true);
            await tenant.AddAsync(group.Id, user.Id);
        }));
        var marker = await tenant.NewUserAsync();
        await tenant.DeleteUserAsync(marker.Id);
        var markers = await tenant.NewGroupAsync(marker.Id);
        await tenant.NewUserAsync(marker.UserName);
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(markers.Id)).Count == 1);
        (await tenant.MembersAsync(group.Id)).Count.ShouldBe(30);
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(30u);
    }

    [Fact]
    public async Task P15_AParkedMember_ExpiresAfterTheRetentionTime()
    {
        var tenant = await running.NewTenantAsync();
        var (user, late) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        await tenant.SetActiveAsync(user.Id, false);
        await tenant.SetActiveAsync(late.Id, false);
        var group = await tenant.NewGroupAsync(user.Id);
        running.Pass(TimeSpan.FromDays(20));
        await tenant.AddAsync(group.Id, late.Id);
        running.Pass(TimeSpan.FromDays(11));
        (await tenant.ParkedAsync(group.Id)).Single().UserId.ShouldBe(late.Id);
        await tenant.SetActiveAsync(user.Id, true);
        await tenant.SetActiveAsync(late.Id, true);
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Count == 1);
        (await tenant.MembersAsync(group.Id)).ShouldBe([late.Id]);
    }

    [Fact]
    public async Task P15_PushedAgain_AParkedMemberWaitsAnew()
    {
        var tenant = await running.NewTenantAsync();
        var unknown = Guid.NewGuid().ToString();
        var group = await tenant.NewGroupAsync(unknown);
        running.Pass(TimeSpan.FromDays(31));
        (await tenant.ParkedAsync(group.Id)).ShouldBeEmpty();
        await tenant.AddAsync(group.Id, unknown);
        (await tenant.ParkedAsync(group.Id)).Single().UserId.ShouldBe(unknown);
    }
}

/// <summary>What groups makes of users' lives does not hang on the bus, nor on identity's numbers.</summary>
public sealed class UserLifeTests : IAsyncLifetime
{
    private readonly RunningAlone running = new();

    public ValueTask InitializeAsync() => running.InitializeAsync();

    public ValueTask DisposeAsync() => running.DisposeAsync();

    [Fact]
    public async Task WithTheBusDead_AParkedMemberStillComes()
    {
        running.Services.Bus.IsDead = true;
        var tenant = await running.NewTenantAsync();
        await ParkAndReinstateAsync(tenant);
        await tenant.SystemGroupsAsync();
    }

    [Fact]
    public async Task WhereIdentitysNumbersBeginAnew_GroupsTakesASnapshot_AndGoesOn()
    {
        var tenant = await running.NewTenantAsync();
        await ParkAndReinstateAsync(tenant);
        running.Services.Bus.IsDead = true;
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        var group = await tenant.NewGroupAsync(user.Id);
        await new ChangeLog(running.Store.OpenSession("identity")).RaiseEpochAsync();
        await tenant.SetActiveAsync(user.Id, true);
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Count == 1);
        await ParkAndReinstateAsync(tenant);
    }

    [Fact]
    public async Task WhereIdentitysStoreIsEmptied_GroupsGoesOnWithWhatComesThen()
    {
        var before = new HashSet<int>();
        for (var i = 0; i < 10; i++)
        {
            var tenant = await running.NewTenantAsync();
            await tenant.SystemGroupsAsync();
            before.Add(Partition.Of(tenant.Id));
        }

        await running.Store.Connect().DeleteByPrefixAsync("identity:", TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2)); // the heads are looked at once a second
        Tenant after;
        do
        {
            after = await running.NewTenantAsync();
        }
        while (!before.Contains(Partition.Of(after.Id)));
        await after.SystemGroupsAsync();
        var session = running.Store.OpenSession("groups");
        var key = session.Keys.Of(Partition.Of(after.Id), "applied:identity");
        await Eventually.HoldsAsync(async () => AppliedPosition.Parse(await session.Reads.StringGetAsync(key)).Sequence > 0);
    }

    private static async Task ParkAndReinstateAsync(Tenant tenant)
    {
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        var group = await tenant.NewGroupAsync(user.Id);
        (await tenant.ParkedAsync(group.Id)).Count.ShouldBe(1);
        await tenant.SetActiveAsync(user.Id, true);
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Count == 1);
    }

    private sealed class RunningAlone() : RunningOn(new EmbeddedTestStore());
}
