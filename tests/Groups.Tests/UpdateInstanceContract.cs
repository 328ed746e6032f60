using Google.Protobuf;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class UpdateInstanceOnEmbeddedTests(RunningOnEmbedded running) : UpdateInstanceContract(running);

public sealed class UpdateInstanceOnRedisTests(RunningOnRedis running) : UpdateInstanceContract(running);

/// <summary>Product instances as administrators edit them (P25).</summary>
public abstract class UpdateInstanceContract(RunningOn running)
{
    [Fact]
    public async Task P25_AnInstance_IsChanged_AndReadAsItIsThen()
    {
        var (tenant, instance) = await StartAsync();
        instance.Version.ShouldBe(1ul);
        var updated = await UpdateAsync(tenant, instance, request =>
        {
            (request.Product, request.Name, request.Environment) = ("Experimentation", "Second site", "Production");
            request.Roles.Add("admin");
        });
        updated.Instance.ShouldBe(new Instance(instance)
        {
            Product = "Experimentation",
            Name = "Second site",
            Environment = "Production",
            Roles = { "admin" },
            Version = 2,
        });
        (await GetAsync(tenant, instance.Id)).ShouldBe(updated.Instance);
        (await tenant.Services.Instances.ListInstancesAsync(new() { OrganizationId = tenant.Id })).Instances.ShouldBe([updated.Instance]);
    }

    [Fact]
    public async Task P25_AnUnchangedInstance_RaisesNoVersion()
    {
        var (tenant, instance) = await StartAsync();
        var updated = await UpdateAsync(tenant, instance, request => request.IfVersion = 1);
        (updated.Instance, updated.Position).ShouldBe((instance, null));
    }

    [Fact]
    public async Task P25_TwoWhoEditOneInstance_TheSecondIsTold()
    {
        var (tenant, instance) = await StartAsync();
        var first = await UpdateAsync(tenant, instance, request => (request.Name, request.IfVersion) = ("First", 1));
        await Refused.WithAsync(Reason.VersionMismatch, () => UpdateAsync(tenant, instance, request => (request.Name, request.IfVersion) = ("Second", 1)));
        (await GetAsync(tenant, instance.Id)).ShouldBe(first.Instance);
        (await UpdateAsync(tenant, instance, request => (request.Name, request.IfVersion) = ("Second", 2))).Instance.Version.ShouldBe(3ul);
    }

    [Fact]
    public async Task P25_ADeletionOfAnotherVersionThanTheOneLookedAt_IsRefused()
    {
        var (tenant, instance) = await StartAsync();
        await UpdateAsync(tenant, instance, request => request.Name = "Renamed");
        (await Refused.WithAsync(Reason.VersionMismatch, () => DeleteAsync(1))).ShouldContain("Renamed");
        await DeleteAsync(2);
        await Refused.WithAsync(Reason.InstanceNotFound, () => GetAsync(tenant, instance.Id));

        async Task DeleteAsync(ulong ifVersion) => await tenant.Services.Instances.DeleteInstanceAsync(
            new() { OrganizationId = tenant.Id, InstanceId = instance.Id, IfVersion = ifVersion, Cause = RunningServices.NewCause() });
    }

    [Fact]
    public async Task P25_AGrantedRole_CannotBeRemoved_AndTheGroupsAreNamed()
    {
        var (tenant, instance) = await StartAsync();
        var group = (await tenant.CreateGroupAsync("Web Editors")).Group;
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var sentence = await Refused.WithAsync(Reason.RoleGranted, () => UpdateAsync(tenant, instance, request => request.Roles.Remove("editor")));
        sentence.ShouldContain("\"editor\"");
        sentence.ShouldContain("\"Web Editors\"");
        (await UpdateAsync(tenant, instance, request => request.Roles.Remove("viewer"))).Instance.Roles.ShouldBe(["editor"]);
        await tenant.EndGrantAsync(group.Id, instance.Id, "editor");
        var renamed = await UpdateAsync(tenant, instance, request =>
        {
            request.Roles.Clear();
            request.Roles.Add("writer");
        });
        renamed.Instance.Roles.ShouldBe(["writer"]);
        await Refused.WithAsync(Reason.RoleNotDeclared, () => tenant.GrantAsync(group.Id, instance.Id, "editor"));
    }

    [Fact]
    public async Task P25_RolesThatAreGrantedWhileTheyAreRemoved_AreOneOrTheOther()
    {
        for (var round = 0; round < 15; round++)
        {
            var (tenant, instance) = await StartAsync();
            var group = await tenant.NewGroupAsync();
            await Task.WhenAll(
                TryAsync(() => tenant.GrantAsync(group.Id, instance.Id, "editor"), Reason.RoleNotDeclared),
                TryAsync(() => UpdateAsync(tenant, instance, request => request.Roles.Remove("editor")), Reason.RoleGranted));
            var grants = (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, InstanceId = instance.Id })).Grants;
            (await GetAsync(tenant, instance.Id)).Roles.Contains("editor").ShouldBe(grants.Count == 1);
        }
    }

    [Fact]
    public async Task P25_NamesAreCheckedAsInACreation()
    {
        var (tenant, instance) = await StartAsync();
        foreach (var (field, change) in new (string, Action<UpdateInstanceRequest>)[]
        {
            ("name", request => request.Name = ""), ("product", request => request.Product = "a/b"), ("environment", request => request.Environment = "a\u0001"),
            ("name", request => request.Name = new('x', 101)), ("roles", request => request.Roles.Clear()), ("roles", request => request.Roles.Add("editor")),
            ("roles", request => request.Roles.Add(" ")),
        })
        {
            await Refused.OfFieldAsync(field, Reason.InvalidValue, () => UpdateAsync(tenant, instance, change));
        }

        (await GetAsync(tenant, instance.Id)).ShouldBe(instance);
    }

    [Fact]
    public async Task AnUnknownInstance_OrAnotherOrganizations_IsNotFound()
    {
        var (tenant, instance) = await StartAsync();
        var other = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InstanceNotFound, () => GetAsync(tenant, ""));
        await Refused.WithAsync(Reason.InstanceNotFound, () => GetAsync(other, instance.Id));
        await Refused.WithAsync(Reason.InstanceNotFound, () => UpdateAsync(other, instance, request => request.Name = "Mine"));
    }

    [Fact]
    public async Task TheLog_TellsACreationFromAChange()
    {
        var (tenant, instance) = await StartAsync();
        await UpdateAsync(tenant, instance, request => request.Name = "Renamed");
        var told = (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).Select(change => change.InstanceChanged).OfType<Events.V1.InstanceChanged>();
        told.Select(change => (change.Name, change.Created)).ShouldBe([(instance.Name, true), ("Renamed", false)]);
    }

    [Fact]
    public async Task P20_AccessFollowsARenamedInstance()
    {
        var (tenant, instance) = await StartAsync();
        var provisioned = await tenant.ProvisionAsync(Tenant.Document($"{Guid.NewGuid():N}@example.com"));
        var user = provisioned.User;
        var group = await tenant.NewGroupAsync(user.Id);
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var position = (await UpdateAsync(tenant, instance, request => (request.Name, request.Product) = ("Renamed", "Other"))).Position;
        var found = await tenant.Services.Access.ListInstancesOfUserAsync(
            new() { OrganizationId = tenant.Id, UserId = user.Id, Consistency = new() { AtLeast = { provisioned.Position, position } } });
        var access = found.Instances.ShouldHaveSingleItem();
        (access.Name, access.Product).ShouldBe(("Renamed", "Other"));
        access.Roles.ShouldBe(["editor"]);
    }

    [Fact]
    public async Task AnInstanceThatWasStoredBeforeThereWereVersions_HasTheFirst()
    {
        var (tenant, instance) = await StartAsync();
        var session = running.Store.OpenSession("groups");
        var key = session.Keys.Of(Partition.Of(tenant.Id), "instances", tenant.Id);
        await session.Reads.HashSetAsync(key, instance.Id, new Instance(instance) { Version = 0 }.ToByteArray());
        (await GetAsync(tenant, instance.Id)).ShouldBe(instance);
        (await UpdateAsync(tenant, instance, request => (request.Name, request.IfVersion) = ("Renamed", 1))).Instance.Version.ShouldBe(2ul);
    }

    private async Task<(Tenant Tenant, Instance Instance)> StartAsync()
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, (await tenant.NewInstanceAsync("editor", "viewer")).Instance);
    }

    private static async Task<Instance> GetAsync(Tenant tenant, string instanceId) =>
        (await tenant.Services.Instances.GetInstanceAsync(new() { OrganizationId = tenant.Id, InstanceId = instanceId })).Instance;

    private static async Task<UpdateInstanceResponse> UpdateAsync(Tenant tenant, Instance instance, Action<UpdateInstanceRequest> change)
    {
        var request = new UpdateInstanceRequest
        {
            OrganizationId = tenant.Id,
            InstanceId = instance.Id,
            Product = instance.Product,
            Name = instance.Name,
            Environment = instance.Environment,
            Roles = { instance.Roles },
            Cause = RunningServices.NewCause(),
        };
        change(request);
        return await tenant.Services.Instances.UpdateInstanceAsync(request);
    }

    private static async Task TryAsync(Func<Task> call, Reason orRefusedWith)
    {
        try
        {
            await call();
        }
        catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == orRefusedWith)
        {
        }
    }
}
