using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>Product instances and grants (P25).</summary>
public sealed class GrantTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P25_AGrant_OnAManagedGroup_IsListedByGroupAndByInstance()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var instance = (await tenant.NewInstanceAsync("editor", "viewer")).Instance;
        var grant = (await tenant.GrantAsync(group.Id, instance.Id, "editor")).Grant;
        (grant.GroupId, grant.InstanceId, grant.Role).ShouldBe((group.Id, instance.Id, "editor"));
        (await OfGroupAsync(tenant, group.Id)).ShouldBe([grant]);
        (await OnInstanceAsync(tenant, instance.Id)).ShouldBe([grant]);
    }

    [Fact]
    public async Task P25_AGrantThatIsThere_IsAnsweredAsItIs()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var instance = (await tenant.NewInstanceAsync("editor")).Instance;
        var first = await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var second = await tenant.GrantAsync(group.Id, instance.Id, "editor");
        (second.Grant, second.Position).ShouldBe((first.Grant, null));
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.GrantAsync((group.Id), instance.Id, "editor")));
        atOnce.ShouldAllBe(response => response.Grant.Id == first.Grant.Id);
    }

    [Fact]
    public async Task P25_ARoleThatTheInstanceDoesNotDeclare_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var instance = (await tenant.NewInstanceAsync("editor", "viewer")).Instance;
        (await Refused.WithAsync(Reason.RoleNotDeclared, () => tenant.GrantAsync(group.Id, instance.Id, "Editor"))).ShouldContain("editor, viewer");
        (await OfGroupAsync(tenant, group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P25_AnUnknownInstanceOrGroup_OrAnotherOrganizations_IsNotFound()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var (group, foreignGroup) = (await tenant.NewGroupAsync(), await other.NewGroupAsync());
        var (instance, foreign) = ((await tenant.NewInstanceAsync("editor")).Instance, (await other.NewInstanceAsync("editor")).Instance);
        await Refused.WithAsync(Reason.InstanceNotFound, () => tenant.GrantAsync(group.Id, "unknown", "editor"));
        await Refused.WithAsync(Reason.InstanceNotFound, () => tenant.GrantAsync(group.Id, foreign.Id, "editor"));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GrantAsync("unknown", instance.Id, "editor"));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GrantAsync(foreignGroup.Id, instance.Id, "editor"));
    }

    [Fact]
    public async Task P25_AnEndedGrant_IsGone_AndEndsOnce()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var instance = (await tenant.NewInstanceAsync("editor", "viewer")).Instance;
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var kept = (await tenant.GrantAsync(group.Id, instance.Id, "viewer")).Grant;
        await tenant.EndGrantAsync(group.Id, instance.Id, "editor");
        await Refused.WithAsync(Reason.GrantNotFound, () => tenant.EndGrantAsync(group.Id, instance.Id, "editor"));
        (await OfGroupAsync(tenant, group.Id)).ShouldBe([kept]);
        (await OnInstanceAsync(tenant, instance.Id)).ShouldBe([kept]);
    }

    [Fact]
    public async Task P25_Everyone_CanHaveGrants()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, _) = await tenant.SystemGroupsAsync();
        var instance = (await tenant.NewInstanceAsync("viewer")).Instance;
        await tenant.GrantAsync(everyone.Id, instance.Id, "viewer");
        (await OnInstanceAsync(tenant, instance.Id)).Single().GroupId.ShouldBe(everyone.Id);
    }

    [Fact]
    public async Task P25_DeletingAnInstance_EndsItsGrants()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var (instance, other) = ((await tenant.NewInstanceAsync("editor")).Instance, (await tenant.NewInstanceAsync("editor")).Instance);
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var kept = (await tenant.GrantAsync(group.Id, other.Id, "editor")).Grant;
        var delete = new DeleteInstanceRequest { OrganizationId = tenant.Id, InstanceId = instance.Id, Cause = RunningServices.NewCause() };
        await running.Services.Instances.DeleteInstanceAsync(delete);
        await Refused.WithAsync(Reason.InstanceNotFound, () => running.Services.Instances.DeleteInstanceAsync(delete).ResponseAsync);
        await Refused.WithAsync(Reason.InstanceNotFound, () => tenant.GrantAsync(group.Id, instance.Id, "editor"));
        (await OfGroupAsync(tenant, group.Id)).ShouldBe([kept]);
        var list = await running.Services.Instances.ListInstancesAsync(new() { OrganizationId = tenant.Id });
        list.Instances.Select(found => found.Id).ShouldBe([other.Id]);
    }

    [Fact]
    public async Task P25_DeletingAnInstanceWhileItIsGranted_LeavesNoGrantBehind()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        for (var round = 0; round < 15; round++)
        {
            var roles = Enumerable.Range(0, 8).Select(role => $"role{role}").ToArray();
            var instance = (await tenant.NewInstanceAsync(roles)).Instance;
            var delete = running.Services.Instances.DeleteInstanceAsync(
                new() { OrganizationId = tenant.Id, InstanceId = instance.Id, Cause = RunningServices.NewCause() }).ResponseAsync;
            await Task.WhenAll(roles.Select(async role =>
            {
                try
                {
                    await tenant.GrantAsync(group.Id, instance.Id, role);
                }
                catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.InstanceNotFound)
                {
                }
            }).Append(delete));
            (await OfGroupAsync(tenant, group.Id)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task AReplayOfAnInstancesCreation_AnswersTheFirstResult()
    {
        var tenant = await running.NewTenantAsync();
        var request = new CreateInstanceRequest { OrganizationId = tenant.Id, Product = "CMS", Name = "Site", Roles = { "editor" }, Cause = RunningServices.NewCause() };
        var first = (await running.Services.Instances.CreateInstanceAsync(request)).Instance;
        (await running.Services.Instances.CreateInstanceAsync(request)).Instance.ShouldBe(first);
        (await running.Services.Instances.ListInstancesAsync(new() { OrganizationId = tenant.Id })).Instances.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnInstanceWithoutRoles_OrWithOneTwice_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.NewInstanceAsync("editor", "editor"));
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.NewInstanceAsync("a/b"));
        await Refused.WithAsync(Reason.InvalidValue, () => running.Services.Instances.CreateInstanceAsync(
            new() { OrganizationId = tenant.Id, Product = "CMS", Name = "Site", Cause = RunningServices.NewCause() }).ResponseAsync);
    }

    private static async Task<IEnumerable<Grant>> OfGroupAsync(Tenant tenant, string groupId) =>
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, GroupId = groupId })).Grants;

    private static async Task<IEnumerable<Grant>> OnInstanceAsync(Tenant tenant, string instanceId) =>
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, InstanceId = instanceId })).Grants;
}
