using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>Take-over, release, deletion, versions (P14, P17, P18, P24).</summary>
public sealed class GroupLifeTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P14_ALocalGroup_IsVisibleAndTakenOverByTheFirstWrite_WithMembersAndGrants()
    {
        var tenant = await running.NewTenantAsync();
        var (user, other) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var local = (await tenant.CreateGroupAsync("Editors", Manager.Administrator, user.Id)).Group;
        local.Source.ShouldBe(Source.Local);
        var instance = (await tenant.NewInstanceAsync("editor")).Instance;
        var grant = (await tenant.GrantAsync(local.Id, instance.Id, "editor")).Grant;
        (await FindAsync(tenant, "displayName eq \"editors\"")).ShouldBe([local.Id]);

        var group = (await tenant.AddAsync(local.Id, other.Id)).Group;
        (group.Id, group.Source, group.DisplayName).ShouldBe((local.Id, Source.Scim, "Editors"));
        (await tenant.MembersAsync(local.Id)).ShouldBe([user.Id, other.Id], ignoreOrder: true);
        (await GrantsAsync(tenant, local.Id)).ShouldBe([grant]);
        (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).ShouldContain(change => change.GroupTakenOver != null && change.GroupTakenOver.GroupId == local.Id);
    }

    [Fact]
    public async Task P14_AWriteThatChangesNothingElse_StillTakesOver()
    {
        var tenant = await running.NewTenantAsync();
        var local = (await tenant.CreateGroupAsync("Editors", Manager.Administrator)).Group;
        (await tenant.ChangeGroupAsync(local.Id, change => change.DisplayName = "Editors")).Group.Source.ShouldBe(Source.Scim);
        (await tenant.GetGroupAsync(local.Id)).Source.ShouldBe(Source.Scim);
    }

    [Fact]
    public async Task P17_ADeletedGroup_IsGoneWithMembershipsAndGrants_AndItsUsersStay()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = (await tenant.CreateGroupAsync("Editors", memberIds: user.Id)).Group;
        var instance = (await tenant.NewInstanceAsync("editor")).Instance;
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        await tenant.DeleteGroupAsync(group.Id);
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GetGroupAsync(group.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.DeleteGroupAsync(group.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.AddAsync(group.Id, user.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.MembersAsync(group.Id));
        (await FindAsync(tenant, "")).ShouldBeEmpty();
        (await GrantsOnAsync(tenant, instance.Id)).ShouldBeEmpty();
        (await GroupsOfAsync(tenant, user.Id)).ShouldBeEmpty();
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
        (await tenant.CreateGroupAsync("Editors")).Group.Id.ShouldNotBe(group.Id);
    }

    [Fact]
    public async Task P17_DeletingWhileMembersAreWritten_LeavesNobodyAMember()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(16);
        var group = await tenant.NewGroupAsync();
        var writes = users.Select(Task (user) => TryAsync(() => tenant.AddAsync(group.Id, user.Id))).Append(tenant.DeleteGroupAsync(group.Id));
        await Task.WhenAll(writes);
        foreach (var user in users)
        {
            (await GroupsOfAsync(tenant, user.Id)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task P18_AReleasedGroup_IsTheAdministratorsAgain()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync(user.Id);
        var release = new ReleaseGroupRequest { OrganizationId = tenant.Id, GroupId = group.Id, Cause = RunningServices.NewCause() };
        var released = await running.Services.Groups.ReleaseGroupAsync(release);
        released.Group.Source.ShouldBe(Source.Local);
        var again = await running.Services.Groups.ReleaseGroupAsync(release);
        (again.Group, again.Position).ShouldBe((released.Group, null));
        (await tenant.MembersAsync(group.Id)).ShouldBe([user.Id]);
        (await tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Renamed", Manager.Administrator)).Group.DisplayName.ShouldBe("Renamed");
        await tenant.DeleteGroupAsync(group.Id, Manager.Administrator);
    }

    [Fact]
    public async Task P24_AnAdministrator_CannotChangeOrDeleteAManagedGroup()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Mine", Manager.Administrator));
        await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => tenant.ChangeGroupAsync(
            group.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user.Id } } }), Manager.Administrator));
        var sentence = await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => tenant.DeleteGroupAsync(group.Id, Manager.Administrator));
        sentence.ShouldContain($"The identity provider manages \"{group.DisplayName}\"");
        sentence.ShouldContain("or release it first");
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
    }

    [Fact]
    public async Task P12_AnAdministratorWhoTakesATakenName_IsToldWhoHasIt()
    {
        var tenant = await running.NewTenantAsync();
        var managed = (await tenant.CreateGroupAsync("Editors")).Group;
        var local = (await tenant.CreateGroupAsync("Writers", Manager.Administrator)).Group;
        foreach (var call in new Func<Task>[]
        {
            () => tenant.CreateGroupAsync("EDITORS", Manager.Administrator),
            () => tenant.ChangeGroupAsync(local.Id, change => change.DisplayName = " editors", Manager.Administrator),
        })
        {
            var sentence = await Refused.WithAsync(Reason.GroupNameTaken, call);
            sentence.ShouldContain(managed.Id);
            sentence.ShouldContain("the identity provider manages it");
        }
    }

    [Fact]
    public async Task AChangeByNobodyInParticular_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Mine", Manager.Unspecified));
    }

    [Fact]
    public async Task EveryChange_RaisesTheVersion_AndIfMatchHoldsWritersToIt()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync();
        group.Version.ShouldBe(1ul);
        (await tenant.AddAsync(group.Id, user.Id)).Group.Version.ShouldBe(2ul);
        (await tenant.ChangeGroupAsync(group.Id, change => change.ExternalId = "okta-1")).Group.Version.ShouldBe(3ul);
        await Refused.WithAsync(Reason.VersionMismatch, () => tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.IfVersion.Add(2);
            change.DisplayName = "Renamed";
        }));
        await Refused.WithAsync(Reason.VersionMismatch, () => running.Services.Groups.DeleteGroupAsync(
            new() { OrganizationId = tenant.Id, GroupId = group.Id, Manager = Manager.Scim, IfVersion = { 1 } }).ResponseAsync);
        var last = (await tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.IfVersion.Add([2, 3]);
            change.DisplayName = "Renamed";
        })).Group;
        (last.Version, last.ExternalId, last.MemberCount).ShouldBe((4ul, "okta-1", 1ul));
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(last);
    }

    [Fact]
    public async Task IfMatch_OfMemberWritersAtOnce_LetsOneThrough()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(8);
        var group = await tenant.NewGroupAsync();
        var written = await Task.WhenAll(users.Select(user => TryAsync(() => tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.IfVersion.Add(group.Version);
            change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user.Id } } });
        }))));
        written.Count(success => success).ShouldBe(1);
        (await tenant.MembersAsync(group.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TheVersionInAnAnswer_IsTheOneThatTheWriteMade()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(32);
        var group = await tenant.NewGroupAsync();
        var answers = await Task.WhenAll(users.Select(user => tenant.AddAsync(group.Id, user.Id)));
        answers.Select(answer => answer.Group.Version).ShouldBe(Enumerable.Range(2, 32).Select(version => (ulong)version), ignoreOrder: true);
    }

    [Fact]
    public async Task AnotherOrganizationsGroup_IsNotFound()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var group = await other.NewGroupAsync();
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GetGroupAsync(group.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.MembersAsync(group.Id));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Mine"));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.DeleteGroupAsync(group.Id));
        (await FindAsync(tenant, $"id eq \"{group.Id}\"")).ShouldBeEmpty();
        (await other.GetGroupAsync(group.Id)).ShouldBe(group);
    }

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) is Reason.GroupNotFound or Reason.VersionMismatch)
        {
            return false;
        }
    }

    private static async Task<IEnumerable<string>> FindAsync(Tenant tenant, string filter) =>
        (await tenant.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, Filter = filter, Count = 10 })).Groups.Select(group => group.Id);

    private static async Task<IEnumerable<string>> GroupsOfAsync(Tenant tenant, string userId) =>
        (await tenant.Services.Groups.ListGroupsOfUserAsync(new() { OrganizationId = tenant.Id, UserId = userId })).Groups.Select(group => group.Id);

    private static async Task<IEnumerable<Grant>> GrantsAsync(Tenant tenant, string groupId) =>
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, GroupId = groupId })).Grants;

    private static async Task<IEnumerable<Grant>> GrantsOnAsync(Tenant tenant, string instanceId) =>
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, InstanceId = instanceId })).Grants;
}
