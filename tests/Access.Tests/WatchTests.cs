using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>Watching an instance (P22).</summary>
public sealed class WatchTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P22_AWatch_BeginsWithAPosition_AndTellsOfEachChange()
    {
        var (tenant, user, group, instance) = await StartAsync();
        using var watch = Watch(tenant, instance);
        (await NextAsync(watch)).Position.ShouldNotBeNull();
        await tenant.AddAsync(group, user);
        (await NextOfAsync(watch, user)).Roles.ShouldBe(["viewer"]);
        await tenant.SetActiveAsync(user, false);
        (await NextOfAsync(watch, user)).Roles.ShouldBeEmpty();
    }

    [Fact]
    public async Task P22_AWatchThatGoesOnAfterAPosition_MissesNothing()
    {
        var (tenant, user, group, instance) = await StartAsync();
        Position position;
        using (var watch = Watch(tenant, instance))
        {
            position = (await NextAsync(watch)).Position;
        }

        await tenant.CheckAsync(user, instance, (await tenant.AddAsync(group, user)).Position);
        using var again = Watch(tenant, instance, position);
        (await NextOfAsync(again, user)).Roles.ShouldBe(["viewer"]);
    }

    [Fact]
    public async Task P22_AGrantThatChangesMany_SaysToListAgain()
    {
        var (tenant, _, group, instance) = await StartAsync();
        using var watch = Watch(tenant, instance);
        await NextAsync(watch);
        await tenant.EndGrantAsync(group, instance, "viewer");
        (await NextAsync(watch)).ListAgain.ShouldBeTrue();
    }

    [Fact]
    public async Task P22_AWatchAfterAPositionOfAnotherLife_SaysToListAgain()
    {
        var (tenant, _, _, instance) = await StartAsync();
        using var watch = Watch(tenant, instance, new() { Source = "access", Epoch = "another", Sequence = 3 });
        (await NextAsync(watch)).ListAgain.ShouldBeTrue();
    }

    [Fact]
    public async Task P22_AWatch_DoesNotTellOfOtherInstancesOrOrganizations()
    {
        var (tenant, user, group, instance) = await StartAsync();
        var unrelated = await tenant.NewGroupAsync();
        await tenant.CheckAsync(user, instance, (await tenant.GrantAsync(unrelated.Id, (await tenant.NewInstanceAsync()).Instance.Id, "viewer")).Position);
        using var watch = Watch(tenant, instance);
        await NextAsync(watch);
        var other = (await tenant.NewUserAsync()).Id;
        await NextOfAsync(watch, other);
        await tenant.AddAsync(unrelated.Id, other);
        await tenant.AddAsync(group, user);
        (await NextAsync(watch)).Users.Single().UserId.ShouldBe(user);
    }

    private async Task<(Tenant Tenant, string UserId, string GroupId, string InstanceId)> StartAsync()
    {
        var tenant = await running.NewTenantAsync();
        var (user, group, instance) = ((await tenant.NewUserAsync()).Id, (await tenant.NewGroupAsync()).Id, (await tenant.NewInstanceAsync()).Instance.Id);
        await tenant.CheckAsync(user, instance, (await tenant.GrantAsync(group, instance, "viewer")).Position);
        return (tenant, user, group, instance);
    }

    private AsyncServerStreamingCall<WatchResponse> Watch(Tenant tenant, string instance, Position? after = null) =>
        running.Services.Access.Watch(new() { OrganizationId = tenant.Id, InstanceId = instance, After = after }, deadline: DateTime.UtcNow.AddSeconds(20));

    private static async Task<WatchResponse> NextAsync(AsyncServerStreamingCall<WatchResponse> watch)
    {
        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();
        return watch.ResponseStream.Current;
    }

    private static async Task<UserAccess> NextOfAsync(AsyncServerStreamingCall<WatchResponse> watch, string userId)
    {
        while (true)
        {
            if ((await NextAsync(watch)).Users.FirstOrDefault(user => user.UserId == userId) is { } found)
            {
                return found;
            }
        }
    }
}
