using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>Everyone and the administrators (P13, P24).</summary>
public sealed class SystemGroupsTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P13_EveryOrganization_HasBothReservedGroups()
    {
        var (everyone, administrators) = await (await running.NewTenantAsync()).SystemGroupsAsync();
        (everyone.DisplayName, everyone.Source).ShouldBe(("Everyone", Source.System));
        (administrators.DisplayName, administrators.Source).ShouldBe(("Admin Center Administrators", Source.System));
    }

    [Fact]
    public async Task P13_OverScim_TheyAreNeitherListedNorFound()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        var user = await tenant.NewUserAsync();
        await AddAdministratorAsync(tenant, administrators, user.Id);
        foreach (var filter in new[]
        {
            "", "displayName eq \"Everyone\"", "displayName eq \"admin center administrators\"", "displayName sw \"Every\"",
            $"id eq \"{everyone.Id}\"", $"id eq \"{administrators.Id}\"", $"members.value eq \"{user.Id}\"", $"members[value eq \"{user.Id}\"]",
        })
        {
            var list = await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, Filter = filter, Count = 10 });
            (list.TotalResults, list.Groups.Count).ShouldBe((0u, 0), filter);
        }

        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GetGroupAsync(everyone.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GetGroupAsync(administrators.Id));
    }

    [Fact]
    public async Task P13_OverScim_TheyCannotBeChangedOrDeleted()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        var user = await tenant.NewUserAsync();
        foreach (var group in new[] { everyone, administrators })
        {
            await Refused.WithAsync(Reason.GroupNotFound, () => tenant.AddAsync(group.Id, user.Id));
            await Refused.WithAsync(Reason.GroupNotFound, () => tenant.ReplaceMembersAsync(group.Id));
            await Refused.WithAsync(Reason.GroupNotFound, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Mine"));
            await Refused.WithAsync(Reason.GroupNotFound, () => tenant.ChangeGroupAsync(group.Id, change => change.ExternalId = "mine"));
            await Refused.WithAsync(Reason.GroupNotFound, () => tenant.DeleteGroupAsync(group.Id));
            (await tenant.GetGroupAsync(group.Id, includeSystem: true)).ShouldBe(group);
        }
    }

    [Fact]
    public async Task P24_AnAdministrator_ChangesTheMembersOfTheAdministrators_AndNothingElse()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        var user = await tenant.NewUserAsync();
        await AddAdministratorAsync(tenant, administrators, user.Id);
        (await tenant.MembersAsync(administrators.Id)).ShouldBe([user.Id]);
        await Refused.WithAsync(Reason.SystemGroup, () => AddAdministratorAsync(tenant, everyone, user.Id));
        foreach (var group in new[] { everyone, administrators })
        {
            await Refused.WithAsync(Reason.SystemGroup, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Mine", Manager.Administrator));
            await Refused.WithAsync(Reason.SystemGroup, () => tenant.DeleteGroupAsync(group.Id, Manager.Administrator));
            await Refused.WithAsync(Reason.SystemGroup, () => running.Services.Groups.ReleaseGroupAsync(
                new() { OrganizationId = tenant.Id, GroupId = group.Id, Cause = RunningServices.NewCause() }).ResponseAsync);
        }
    }

    [Fact]
    public async Task P23_TheLastActiveAdministrator_CannotBeRemoved()
    {
        var tenant = await running.NewTenantAsync();
        var administrators = (await tenant.SystemGroupsAsync()).Administrators;
        var (one, two) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        await AddAdministratorAsync(tenant, administrators, one.Id);
        (await Refused.WithAsync(Reason.SystemGroup, () => RemoveAdministratorAsync(tenant, administrators, one.Id))).ShouldContain("add another one first");
        await AddAdministratorAsync(tenant, administrators, two.Id);
        await tenant.SetActiveAsync(two.Id, false);
        await Refused.WithAsync(Reason.SystemGroup, () => RemoveAdministratorAsync(tenant, administrators, one.Id));
        (await RemoveAdministratorAsync(tenant, administrators, two.Id)).Counts.Removed.ShouldBe(1ul);
        await tenant.SetActiveAsync(two.Id, true);

        // One who takes his place in the same change is another one.
        var changed = await tenant.ChangeGroupAsync(
            administrators.Id, change => change.MemberChanges.Add(new MemberChange { Replace = new() { UserIds = { two.Id } } }), Manager.Administrator);
        (changed.Counts.Added, changed.Counts.Removed).ShouldBe((1ul, 1ul));
    }

    [Fact]
    public async Task P23_TwoAdministratorsWhoRemoveEachOtherAtOnce_LeaveOne()
    {
        for (var round = 0; round < 10; round++)
        {
            var tenant = await running.NewTenantAsync();
            var administrators = (await tenant.SystemGroupsAsync()).Administrators;
            var users = await tenant.NewUsersAsync(2);
            await AddAdministratorAsync(tenant, administrators, users[0].Id);
            await AddAdministratorAsync(tenant, administrators, users[1].Id);
            var removed = await Task.WhenAll(users.Select(async user =>
            {
                try
                {
                    return (await RemoveAdministratorAsync(tenant, administrators, user.Id)).Counts.Removed;
                }
                catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.SystemGroup)
                {
                    return 0ul;
                }
            }));
            (removed[0] + removed[1]).ShouldBe(1ul);
            (await tenant.MembersAsync(administrators.Id)).Count.ShouldBe(1);
        }
    }

    private static Task<ChangeGroupResponse> RemoveAdministratorAsync(Tenant tenant, Group group, string userId) => tenant.ChangeGroupAsync(
        group.Id, change => change.MemberChanges.Add(new MemberChange { Remove = new() { UserIds = { userId } } }), Manager.Administrator);

    private static Task<ChangeGroupResponse> AddAdministratorAsync(Tenant tenant, Group group, string userId) => tenant.ChangeGroupAsync(
        group.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { userId } } }), Manager.Administrator);
}
