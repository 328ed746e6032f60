using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class LostAnswersOnEmbeddedTests(RunningOnEmbedded running) : LostAnswerContract(running);

public sealed class LostAnswersOnRedisTests(RunningOnRedis running) : LostAnswerContract(running);

/// <summary>Changes whose answer from the store is lost are repeated, and no error is answered for what was made (P29).</summary>
public abstract class LostAnswerContract(RunningOn running) : IAsyncLifetime
{
    private LosingReplica replica = null!;

    private GroupsService.GroupsServiceClient Groups => running.Services.GroupsAt(replica.Address);

    private InstancesService.InstancesServiceClient Instances => running.Services.InstancesAt(replica.Address);

    [Fact]
    public async Task P29_ADeletedGroup_IsDeleted_AndASecondDeletion_FindsNone()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        var request = new DeleteGroupRequest
        {
            OrganizationId = tenant.Id,
            GroupId = group.Id,
            Manager = Manager.Scim,
            IfVersion = { group.Version },
            Cause = RunningServices.NewCause(),
        };
        await replica.LosingAsync(group.Id, async () => await Groups.DeleteGroupAsync(request));
        await Refused.WithAsync(Reason.GroupNotFound, () => tenant.GetGroupAsync(group.Id));
        await Refused.WithAsync(Reason.GroupNotFound, async () => await Groups.DeleteGroupAsync(request));
    }

    [Fact]
    public async Task P29_AChangeOfAGroupUnderAVersion_IsMadeOnce()
    {
        var tenant = await running.NewTenantAsync();
        var (user, group) = (await tenant.NewUserAsync(), await tenant.NewGroupAsync());
        await replica.LosingAsync(group.Id, async () => await Groups.ChangeGroupAsync(new()
        {
            OrganizationId = tenant.Id,
            GroupId = group.Id,
            Manager = Manager.Scim,
            DisplayName = $"{group.DisplayName} renamed",
            MemberChanges = { new MemberChange { Add = new() { UserIds = { user.Id } } } },
            IfVersion = { group.Version },
            Cause = RunningServices.NewCause(),
        }));
        var changed = await tenant.GetGroupAsync(group.Id);
        (changed.DisplayName, changed.MemberCount, changed.Version).ShouldBe(($"{group.DisplayName} renamed", 1ul, group.Version + 1));
    }

    [Fact]
    public async Task P29_AnEndedGrant_IsEnded_AndASecondEnd_FindsNone()
    {
        var tenant = await running.NewTenantAsync();
        var (group, instance) = (await tenant.NewGroupAsync(), (await tenant.NewInstanceAsync("editor")).Instance);
        await tenant.GrantAsync(group.Id, instance.Id, "editor");
        var request = new EndGrantRequest { OrganizationId = tenant.Id, GroupId = group.Id, InstanceId = instance.Id, Role = "editor", Cause = RunningServices.NewCause() };
        await replica.LosingAsync(group.Id, async () => await Instances.EndGrantAsync(request));
        await Refused.WithAsync(Reason.GrantNotFound, async () => await Instances.EndGrantAsync(request));
        var log = await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id);
        log.Count(change => change.GrantEnded?.GroupId == group.Id).ShouldBe(1);
    }

    [Fact]
    public async Task P29_ADeletedInstance_IsDeleted_AndASecondDeletion_FindsNone()
    {
        var tenant = await running.NewTenantAsync();
        var instance = (await tenant.NewInstanceAsync("editor")).Instance;
        var request = new DeleteInstanceRequest { OrganizationId = tenant.Id, InstanceId = instance.Id, IfVersion = instance.Version, Cause = RunningServices.NewCause() };
        await replica.LosingAsync(instance.Id, async () => await Instances.DeleteInstanceAsync(request));
        await Refused.WithAsync(Reason.InstanceNotFound, async () => await Instances.DeleteInstanceAsync(request));
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => replica = await LosingReplica.StartAsync(running, Program.Build);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (replica is not null)
        {
            await replica.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
