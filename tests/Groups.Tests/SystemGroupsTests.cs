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

    private static Task<ChangeGroupResponse> AddAdministratorAsync(Tenant tenant, Group group, string userId) => tenant.ChangeGroupAsync(
        group.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { userId } } }), Manager.Administrator);
}
