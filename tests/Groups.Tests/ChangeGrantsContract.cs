using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class ChangeGrantsOnEmbeddedTests(RunningOnEmbedded running) : ChangeGrantsContract(running);

public sealed class ChangeGrantsOnRedisTests(RunningOnRedis running) : ChangeGrantsContract(running);

/// <summary>Several grants of one group at once (P25).</summary>
public abstract class ChangeGrantsContract(RunningOn running)
{
    [Fact]
    public async Task P25_GrantsAreMadeAndEndedInOneChange()
    {
        var (tenant, group, instance) = await StartAsync();
        await tenant.GrantAsync(group, instance, "viewer");
        var entries = (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).Count;
        var changed = await ChangeAsync(tenant, group, [(instance, "editor"), (instance, "admin")], [(instance, "viewer")]);
        changed.Grants.Select(grant => grant.Role).ShouldBe(["editor", "admin"], ignoreOrder: true);
        var listed = await ListAsync(tenant, group);
        listed.Grants.ShouldBe(changed.Grants, ignoreOrder: true);
        listed.Version.ShouldBe(changed.Version);
        var log = (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).Skip(entries).ToList();
        log.Count.ShouldBe(3);
        changed.Position.Sequence.ShouldBe(log[^1].Sequence);
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, InstanceId = instance })).Grants.ShouldBe(changed.Grants, ignoreOrder: true);
    }

    [Fact]
    public async Task P25_WhatIsSoAlready_IsLeftAsItIs_AndRaisesNoVersion()
    {
        var (tenant, group, instance) = await StartAsync();
        var grant = (await tenant.GrantAsync(group, instance, "editor")).Grant;
        var version = (await ListAsync(tenant, group)).Version;
        var changed = await ChangeAsync(tenant, group, [(instance, "editor")], [(instance, "viewer"), (Guid.NewGuid().ToString(), "gone")]);
        (changed.Version, changed.Position).ShouldBe((version, null));
        changed.Grants.ShouldBe([grant]);
        var partly = await ChangeAsync(tenant, group, [(instance, "editor"), (instance, "viewer")], []);
        partly.Version.ShouldBe(version + 1);
        partly.Grants.ShouldContain(grant);
    }

    [Fact]
    public async Task P25_OneThatIsRefused_RefusesAll()
    {
        var (tenant, group, instance) = await StartAsync();
        await tenant.GrantAsync(group, instance, "viewer");
        var before = await ListAsync(tenant, group);
        await Refused.WithAsync(Reason.RoleNotDeclared, () => ChangeAsync(tenant, group, [(instance, "editor"), (instance, "owner")], [(instance, "viewer")]));
        await Refused.WithAsync(Reason.InstanceNotFound, () => ChangeAsync(tenant, group, [(instance, "editor"), (Guid.NewGuid().ToString(), "editor")], []));
        await Refused.WithAsync(Reason.InvalidValue, () => ChangeAsync(tenant, group, [(instance, "editor")], [(instance, "editor")]));
        await Refused.WithAsync(Reason.TooMany, () => ChangeAsync(tenant, group, [.. Enumerable.Range(0, 101).Select(i => (instance, $"r{i}"))], []));
        await Refused.WithAsync(Reason.GroupNotFound, () => ChangeAsync(tenant, Guid.NewGuid().ToString(), [(instance, "editor")], []));
        await Refused.WithAsync(Reason.GroupNotFound, async () => await ChangeAsync(await running.NewTenantAsync(), group, [(instance, "editor")], []));
        (await ListAsync(tenant, group)).ShouldBe(before);
    }

    [Fact]
    public async Task P25_TwoWhoEditTheSameGrants_TheSecondIsTold()
    {
        var (tenant, group, instance) = await StartAsync();
        var version = (await ListAsync(tenant, group)).Version;
        version.ShouldBeGreaterThan(0ul); // 0 would mean "any"
        var first = await ChangeAsync(tenant, group, [(instance, "editor")], [], version);
        await Refused.WithAsync(Reason.VersionMismatch, () => ChangeAsync(tenant, group, [(instance, "viewer")], [], version));
        (await ListAsync(tenant, group)).Grants.ShouldBe(first.Grants);
        (await ChangeAsync(tenant, group, [(instance, "viewer")], [], first.Version)).Grants.Count.ShouldBe(2);
    }

    [Fact]
    public async Task P25_EveryChangeOfAGroupsGrants_RaisesTheirVersion()
    {
        var (tenant, group, instance) = await StartAsync();
        var versions = new List<ulong> { (await ListAsync(tenant, group)).Version };
        foreach (var write in new Func<Task>[]
        {
            () => tenant.GrantAsync(group, instance, "editor"),
            () => tenant.EndGrantAsync(group, instance, "editor"),
            () => ChangeAsync(tenant, group, [(instance, "viewer")], []),
            () => running.Services.Instances.DeleteInstanceAsync(new() { OrganizationId = tenant.Id, InstanceId = instance, Cause = RunningServices.NewCause() }).ResponseAsync,
        })
        {
            await write();
            versions.Add((await ListAsync(tenant, group)).Version);
        }

        versions.ShouldBe(Enumerable.Range((int)versions[0], 5).Select(version => (ulong)version));
    }

    [Fact]
    public async Task P25_OfManyEditorsAtOnce_OneGetsThrough()
    {
        var (tenant, group, instance) = await StartAsync();
        var version = (await ListAsync(tenant, group)).Version;
        string[] roles = ["editor", "viewer", "admin"];
        var written = await Task.WhenAll(roles.Select(async role =>
        {
            try
            {
                return (await ChangeAsync(tenant, group, [(instance, role)], [], version)).Grants.Count;
            }
            catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.VersionMismatch)
            {
                return 0;
            }
        }));
        written.Sum().ShouldBe(1);
        (await ListAsync(tenant, group)).Grants.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P17_AGroupThatIsDeletedWhileItIsGranted_LeavesNoGrantBehind()
    {
        for (var round = 0; round < 15; round++)
        {
            var (tenant, group, instance) = await StartAsync();
            string[] roles = ["editor", "viewer", "admin"];
            await Task.WhenAll(roles.Select(async role =>
            {
                try
                {
                    await tenant.GrantAsync(group, instance, role);
                }
                catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.GroupNotFound)
                {
                }
            }).Append(tenant.DeleteGroupAsync(group)));
            var session = running.Store.OpenSession("groups");
            (await session.Reads.SetMembersAsync(session.Keys.Of(Store.Partition.Of(tenant.Id), "granted", tenant.Id, instance))).ShouldBeEmpty();
        }
    }

    private async Task<(Tenant Tenant, string GroupId, string InstanceId)> StartAsync()
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, (await tenant.NewGroupAsync()).Id, (await tenant.NewInstanceAsync("editor", "viewer", "admin")).Instance.Id);
    }

    private static async Task<ListGrantsResponse> ListAsync(Tenant tenant, string groupId) =>
        await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, GroupId = groupId });

    private static async Task<ChangeGrantsResponse> ChangeAsync(
        Tenant tenant, string groupId, (string Instance, string Role)[] make, (string Instance, string Role)[] end, ulong ifVersion = 0) =>
        await tenant.Services.Instances.ChangeGrantsAsync(new()
        {
            OrganizationId = tenant.Id,
            GroupId = groupId,
            Make = { make.Select(role => new InstanceRole { InstanceId = role.Instance, Role = role.Role }) },
            End = { end.Select(role => new InstanceRole { InstanceId = role.Instance, Role = role.Role }) },
            IfVersion = ifVersion,
            Cause = RunningServices.NewCause(),
        });
}
