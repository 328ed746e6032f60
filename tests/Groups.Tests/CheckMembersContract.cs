using OptiId.Errors.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class CheckMembersOnEmbeddedTests(RunningOnEmbedded running) : CheckMembersContract(running);

public sealed class CheckMembersOnRedisTests(RunningOnRedis running) : CheckMembersContract(running);

/// <summary>Which of some users are members, asked at once.</summary>
public abstract class CheckMembersContract(RunningOn running)
{
    [Fact]
    public async Task ThoseWhoAreMembers_AreTold_DeactivatedOnesToo_AndNobodyElse()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(4);
        var group = await tenant.NewGroupAsync(users[0].Id, users[1].Id, "parked");
        await tenant.NewGroupAsync(users[2].Id);
        await tenant.SetActiveAsync(users[1].Id, false);
        string[] asked = ["unknown", users[2].Id, users[1].Id, "parked", users[3].Id, users[0].Id, users[0].Id];
        (await CheckAsync(tenant, group.Id, asked)).ShouldBe([users[0].Id, users[1].Id], ignoreOrder: true);
        (await CheckAsync(tenant, group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P9_AMembershipOfAnEarlierStay_IsNone()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        var group = await tenant.NewGroupAsync(user.Id);
        await tenant.DeleteUserAsync(user.Id);
        await tenant.NewUserAsync("ada@example.com");
        (await CheckAsync(tenant, group.Id, user.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task TooMany_AnotherOrganizationsGroup_AndEveryone_AreRefused()
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.TooMany, () => CheckAsync(tenant, group.Id, [.. Enumerable.Range(0, 201).Select(number => $"{number}")]));
        var other = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.GroupNotFound, () => CheckAsync(other, group.Id, "unknown"));
        await Refused.WithAsync(Reason.SystemGroup, async () => await CheckAsync(tenant, (await tenant.SystemGroupsAsync()).Everyone.Id, "unknown"));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(Tenant tenant, string groupId, params string[] userIds) =>
        (await tenant.Services.Groups.CheckMembersAsync(new() { OrganizationId = tenant.Id, GroupId = groupId, UserIds = { userIds } })).UserIds;
}
