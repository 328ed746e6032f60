using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>The end of access never waits for the bus (P33).</summary>
public sealed class DeadBusTests(RunningAlone running) : IClassFixture<RunningAlone>
{
    [Fact]
    public Task P33_ADeactivation_TakesEffect() => EndsAsync((tenant, user, _, _) => tenant.SetActiveAsync(user, false));

    [Fact]
    public Task P33_ADeletion_TakesEffect() => EndsAsync((tenant, user, _, _) => tenant.DeleteUserAsync(user));

    [Fact]
    public Task P33_ARemovedMembership_TakesEffect() => EndsAsync((tenant, user, group, _) => tenant.RemoveAsync(group, user));

    [Fact]
    public Task P33_AnEndedGrant_TakesEffect() => EndsAsync((tenant, _, group, instance) => tenant.EndGrantAsync(group, instance, "viewer"));

    [Fact]
    public Task P33_ADeletedGroup_TakesEffect() => EndsAsync((tenant, _, group, _) => tenant.DeleteGroupAsync(group));

    // No position is named: it must come by itself.
    private async Task EndsAsync(Func<Tenant, string, string, string, Task> end)
    {
        running.Services.Bus.IsDead = true;
        var tenant = await running.NewTenantAsync();
        var (user, instance) = ((await tenant.NewUserAsync()).Id, (await tenant.NewInstanceAsync()).Instance.Id);
        var group = (await tenant.NewGroupAsync(user)).Id;
        await tenant.GrantAsync(group, instance, "viewer");
        await Eventually.HoldsAsync(async () => (await tenant.CheckAsync(user, instance)).Allowed);
        await end(tenant, user, group, instance);
        await Eventually.HoldsAsync(async () => await tenant.CheckAsync(user, instance) is { Allowed: false, Freshness.Fresh: true });
    }
}

/// <summary>A source that can't be asked (P33, P20).</summary>
public sealed class LostSourceTests(RunningAlone running) : IClassFixture<RunningAlone>
{
    [Fact]
    public async Task P33_WhereFreshnessCannotBeShown_AccessIsDenied_UnlessStaleAnswersAreAllowed()
    {
        var tenant = await running.NewTenantAsync();
        var (user, instance) = ((await tenant.NewUserAsync()).Id, (await tenant.NewInstanceAsync()).Instance.Id);
        var group = (await tenant.NewGroupAsync(user)).Id;
        var position = (await tenant.GrantAsync(group, instance, "viewer")).Position;
        (await tenant.CheckAsync(user, instance, position)).Allowed.ShouldBeTrue();
        await Eventually.HoldsAsync(async () => (await tenant.CheckAsync(user, instance)).Freshness.Fresh);
        using var notFresh = new Measured("optiid.access.not_fresh");
        await running.Services.StopAsync(running.Services.IdentityAddress);

        await Eventually.HoldsAsync(async () => !(await tenant.CheckAsync(user, instance)).Allowed);
        notFresh.Sum.ShouldBePositive(); // by which an alert sees it
        var denied = await tenant.CheckAsync(user, instance);
        (denied.Allowed, denied.Roles.Count, denied.Freshness.Fresh).ShouldBe((false, 0, false));
        denied.Freshness.Age.ToTimeSpan().ShouldBeGreaterThan(TimeSpan.FromSeconds(2.5));
        var access = running.Services.Access;
        (await access.ListInstancesOfUserAsync(new() { OrganizationId = tenant.Id, UserId = user })).Instances.ShouldBeEmpty();
        (await access.ListUsersOfInstanceAsync(new() { OrganizationId = tenant.Id, InstanceId = instance })).Users.ShouldBeEmpty();
        (await access.ExplainAsync(new() { OrganizationId = tenant.Id, UserId = user, InstanceId = instance })).Summary.ShouldContain("denied for now");

        var stale = await access.CheckAsync(new() { OrganizationId = tenant.Id, UserId = user, InstanceId = instance, Consistency = new() { AllowStale = true } });
        (stale.Allowed, stale.Freshness.Fresh).ShouldBe((true, false));
        stale.Roles.ShouldBe(["viewer"]);
        var next = position.Clone();
        (next.Source, next.Sequence) = ("identity", 1_000_000);
        await Refused.WithAsync(Reason.PositionNotReached, () => tenant.CheckAsync(user, instance, next));
        (await access.GetStatusAsync(new())).Freshness.Fresh.ShouldBeFalse();
    }
}
