using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class ParkedMembersOnEmbeddedTests(RunningOnEmbedded running) : ParkedMemberContract(running);

public sealed class ParkedMembersOnRedisTests(RunningOnRedis running) : ParkedMemberContract(running);

/// <summary>Members that were pushed before their user is there (P15), and what users' comings and goings mean for members (P9, P10).</summary>
public abstract class ParkedMemberContract(RunningOn running)
{
    [Fact]
    public async Task P15_AnUnknownId_IsParked_AndDoesNotFailTheRest()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var unknown = Guid.NewGuid().ToString();
        var created = await tenant.CreateGroupAsync(memberIds: [user.Id, unknown]);
        created.Counts.ShouldBe(new() { Added = 1, Parked = 1, ParkedUserIds = { unknown } });
        created.Group.MemberCount.ShouldBe(1u);
        (await tenant.MembersAsync(created.Group.Id)).ShouldBe([user.Id]);
        var parked = (await tenant.ParkedAsync(created.Group.Id)).Single();
        parked.UserId.ShouldBe(unknown);
        (parked.Expires - parked.Since).ToTimeSpan().ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task P15_AnotherOrganizationsUser_IsNobodyHere()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var group = await tenant.NewGroupAsync((await other.NewUserAsync()).Id);
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
        (await tenant.ParkedAsync(group.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task P15_AParkedMember_CountsAsSoonAsTheUserIsCreated()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.DeleteUserAsync(user.Id);
        var group = await tenant.NewGroupAsync(user.Id);
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
        (await tenant.NewUserAsync("ada@example.com")).Id.ShouldBe(user.Id);
        await BecomesMemberAsync(tenant, group, user);
        (await tenant.ParkedAsync(group.Id)).ShouldBeEmpty();
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(1u);
    }

    [Fact]
    public async Task P15_ADeactivatedUser_IsParked_AndCountsWhenReinstated()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        var group = await tenant.NewGroupAsync();
        (await tenant.AddAsync(group.Id, user.Id)).Counts.ShouldBe(new() { Parked = 1, ParkedUserIds = { user.Id } });
        (await tenant.AddAsync(group.Id, user.Id)).Counts.ShouldBe(new());
        await tenant.SetActiveAsync(user.Id, true);
        await BecomesMemberAsync(tenant, group, user);
    }

    [Fact]
    public async Task P15_TheGroupsThatWaitForAUser_AreListedByName_UntilTheyAreGoneOrHe()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.NewGroupAsync(user.Id);
        await tenant.SetActiveAsync(user.Id, false);
        (await WaitingAsync(tenant, user)).ShouldBeEmpty();
        var (b, a, gone) = ((await tenant.CreateGroupAsync("b", memberIds: user.Id)).Group, (await tenant.CreateGroupAsync("A", memberIds: user.Id)).Group, await tenant.NewGroupAsync(user.Id));
        await tenant.DeleteGroupAsync(gone.Id);
        var waiting = await WaitingAsync(tenant, user);
        waiting.Select(parked => parked.Group).ShouldBe([a, b]);
        waiting.ShouldAllBe(parked => (parked.Expires - parked.Since).ToTimeSpan() == TimeSpan.FromDays(30));
        await tenant.SetActiveAsync(user.Id, true);
        await Eventually.HoldsAsync(async () => (await WaitingAsync(tenant, user)).Count == 0);
        (await WaitingAsync(await running.NewTenantAsync(), user)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P15_AMembershipThatWasParked_NamesTheRequestThatPushedIt()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        var group = await tenant.NewGroupAsync(user.Id);
        var pushed = (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).Single(change => change.GroupCreated?.GroupId == group.Id).Cause;
        await tenant.SetActiveAsync(user.Id, true);
        await BecomesMemberAsync(tenant, group, user);
        (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id))[^1].Cause.ShouldBe(pushed);
    }

    [Fact]
    public async Task P15_AParkedMemberThatIsRemoved_DoesNotComeLater()
    {
        var tenant = await running.NewTenantAsync();
        var (user, marker) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        await tenant.SetActiveAsync(user.Id, false);
        await tenant.SetActiveAsync(marker.Id, false);
        var group = await tenant.NewGroupAsync(user.Id, marker.Id);
        await tenant.RemoveAsync(group.Id, user.Id);
        (await tenant.ParkedAsync(group.Id)).Single().UserId.ShouldBe(marker.Id);
        await tenant.SetActiveAsync(user.Id, true);
        await tenant.SetActiveAsync(marker.Id, true);
        await BecomesMemberAsync(tenant, group, marker);
        (await tenant.MembersAsync(group.Id)).ShouldBe([marker.Id]);
    }

    [Fact]
    public async Task P15_AReplacedList_ForgetsThoseParkedBefore()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync(Guid.NewGuid().ToString());
        var other = Guid.NewGuid().ToString();
        await tenant.ReplaceMembersAsync(group.Id, other);
        (await tenant.ParkedAsync(group.Id)).Single().UserId.ShouldBe(other);
    }

    [Fact]
    public async Task P15_AUserWhoComesWhileHeIsPushed_IsNotLeftWaiting()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var users = await tenant.NewUsersAsync(40);
        await Task.WhenAll(users.Select(user => tenant.SetActiveAsync(user.Id, false)));
        await Task.WhenAll(users.SelectMany(user => new Task[] { tenant.SetActiveAsync(user.Id, true), tenant.AddAsync(group.Id, user.Id) }));
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Count == users.Count);
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe((ulong)users.Count);
        (await tenant.ParkedAsync(group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P15_AUserWhoComesWhileHeIsRemoved_IsNoMember()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(40);
        var marker = await tenant.NewUserAsync();
        await Task.WhenAll(users.Append(marker).Select(user => tenant.SetActiveAsync(user.Id, false)));
        var group = await tenant.NewGroupAsync(users.Append(marker).Select(user => user.Id));
        await Task.WhenAll(users.SelectMany(user => new Task[] { tenant.SetActiveAsync(user.Id, true), tenant.RemoveAsync(group.Id, user.Id) }));
        await tenant.SetActiveAsync(marker.Id, true);
        await BecomesMemberAsync(tenant, group, marker);
        (await tenant.MembersAsync(group.Id)).ShouldBe([marker.Id]);
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(1u);
    }

    [Fact]
    public async Task P9_WithinTheGraceTime_MembershipsCountAgain_AsFarAsTheyWereNotRemoved()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var (kept, removed) = (await tenant.NewGroupAsync(user.Id), await tenant.NewGroupAsync(user.Id));
        await tenant.SetActiveAsync(user.Id, false);
        await tenant.RemoveAsync(removed.Id, user.Id);
        await tenant.SetActiveAsync(user.Id, true);
        (await tenant.MembersAsync(kept.Id)).ShouldBe([user.Id]);
        (await tenant.MembersAsync(removed.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P10_ADeletedUser_LeavesItsGroups()
    {
        var tenant = await running.NewTenantAsync();
        var (user, other) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var group = await tenant.NewGroupAsync(user.Id, other.Id);
        await tenant.DeleteUserAsync(user.Id);
        await Eventually.HoldsAsync(async () => (await tenant.GetGroupAsync(group.Id)).MemberCount == 1);
        (await tenant.MembersAsync(group.Id)).ShouldBe([other.Id]);
    }

    [Fact]
    public async Task P10_AUserWhoComesBackUnderItsId_HasNoMembershipOfBefore_ButThoseThatArePushedThen()
    {
        var tenant = await running.NewTenantAsync();
        var names = Enumerable.Range(0, 30).Select(i => $"ada{i}@example.com").ToList();
        var users = await Task.WhenAll(names.Select(tenant.NewUserAsync));
        var (before, after) = (await tenant.NewGroupAsync(users.Select(user => user.Id)), await tenant.NewGroupAsync(users.Select(user => user.Id)));

        // The IdP pushes the second group's members at once, while the groups service hears of the deletions.
        await Task.WhenAll(users.Zip(names).Select(async pair =>
        {
            await tenant.DeleteUserAsync(pair.First.Id);
            await tenant.NewUserAsync(pair.Second);
            await tenant.AddAsync(after.Id, pair.First.Id);
        }));
        await Eventually.HoldsAsync(async () => (await tenant.GetGroupAsync(before.Id)).MemberCount == 0);
        (await tenant.MembersAsync(before.Id)).ShouldBeEmpty();
        (await tenant.MembersAsync(after.Id)).ShouldBe(users.Select(user => user.Id), ignoreOrder: true);
        (await tenant.GetGroupAsync(after.Id)).MemberCount.ShouldBe(30u);
    }

    private static async Task<IReadOnlyList<ParkedGroup>> WaitingAsync(Tenant tenant, User user) =>
        (await tenant.Services.Groups.ListParkedOfUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id })).Groups;

    private static Task BecomesMemberAsync(Tenant tenant, Group group, User user) =>
        Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Contains(user.Id));
}
