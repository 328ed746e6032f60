using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class MembersOnEmbeddedTests(RunningOnEmbedded running) : MemberContract(running);

public sealed class MembersOnRedisTests(RunningOnRedis running) : MemberContract(running);

/// <summary>Changes of members (P15, P16).</summary>
public abstract class MemberContract(RunningOn running)
{
    [Fact]
    public async Task P15_MembersComeAndGo_AndAreCounted()
    {
        var tenant = await running.NewTenantAsync();
        var users = await IdsAsync(tenant, 4);
        var created = await tenant.CreateGroupAsync(memberIds: users[..2]);
        created.Counts.ShouldBe(new() { Added = 2 });
        var changed = await tenant.ChangeGroupAsync(created.Group.Id, change => change.MemberChanges.Add([Add(users[2], users[3]), Remove(users[0])]));
        changed.Counts.ShouldBe(new() { Added = 2, Removed = 1 });
        (await tenant.MembersAsync(created.Group.Id)).ShouldBe(users[1..], ignoreOrder: true);
        (await tenant.GetGroupAsync(created.Group.Id)).MemberCount.ShouldBe(3u);
        (await GroupsOfAsync(tenant, users[1])).ShouldBe([created.Group.Id]);
        (await GroupsOfAsync(tenant, users[0])).ShouldBeEmpty();
    }

    [Fact]
    public async Task P15_AddingAPresentMember_OrRemovingAnAbsentOne_ChangesNothing()
    {
        var tenant = await running.NewTenantAsync();
        var users = await IdsAsync(tenant, 2);
        var group = await tenant.NewGroupAsync(users[0]);
        var entries = (await LogAsync(tenant)).Count;
        foreach (var response in new[]
        {
            await tenant.AddAsync(group.Id, users[0]),
            await tenant.RemoveAsync(group.Id, users[1]),
            await tenant.RemoveAsync(group.Id, Guid.NewGuid().ToString()),
            await tenant.ReplaceMembersAsync(group.Id, users[0]),
        })
        {
            (response.Group, response.Counts, response.Position).ShouldBe((group, new MemberCounts(), null));
        }

        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
        (await LogAsync(tenant)).Count.ShouldBe(entries);
    }

    [Fact]
    public async Task P15_TheLastStepOfARequest_DecidesAboutAUser()
    {
        var tenant = await running.NewTenantAsync();
        var users = await IdsAsync(tenant, 3);
        var group = await tenant.NewGroupAsync(users[0]);
        var changed = await tenant.ChangeGroupAsync(group.Id, change => change.MemberChanges.Add(
            [Remove(users[0]), Add(users[0], users[1]), Remove(users[1]), Add(users[2])]));
        changed.Counts.ShouldBe(new() { Added = 1 });
        (await tenant.MembersAsync(group.Id)).ShouldBe([users[0], users[2]], ignoreOrder: true);
    }

    [Fact]
    public async Task P15_ANestedGroup_IsRefused_AndNothingElseChanges()
    {
        var tenant = await running.NewTenantAsync();
        var user = (await tenant.NewUserAsync()).Id;
        var (group, nested) = (await tenant.NewGroupAsync(), await tenant.NewGroupAsync());
        await Refused.WithAsync(Reason.NestedGroup, () => tenant.AddAsync(group.Id, user, nested.Id));
        await Refused.WithAsync(Reason.NestedGroup, () => tenant.CreateGroupAsync(memberIds: nested.Id));
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public async Task P15_AnIdThatCannotBeOne_IsRefused(string id)
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.AddAsync(group.Id, id));
    }

    [Fact]
    public async Task P16_WritersOfOneGroupAtOnce_LoseNoMember()
    {
        var tenant = await running.NewTenantAsync();
        var leaving = await IdsAsync(tenant, 64);
        var coming = await IdsAsync(tenant, 96);
        var group = await tenant.NewGroupAsync(leaving);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async writer =>
        {
            await tenant.AddAsync(group.Id, coming[writer]);
            await tenant.ChangeGroupAsync(group.Id, change => change.MemberChanges.Add([Remove(leaving[writer]), Add(coming[32 + writer])]));
            await tenant.RemoveAsync(group.Id, leaving[32 + writer]);
            await tenant.AddAsync(group.Id, coming[64 + writer]);
        }));
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers(coming);
        var after = await tenant.GetGroupAsync(group.Id);
        (after.MemberCount, after.Version).ShouldBe((96ul, group.Version + (4 * 32)));
        (await ReplayAsync(tenant, group.Id)).ShouldBeTheMembers(coming);
    }

    [Fact]
    public async Task P16_WritersOfTheSameMemberAtOnce_CountItOnce()
    {
        var tenant = await running.NewTenantAsync();
        var users = await IdsAsync(tenant, 4);
        var group = await tenant.NewGroupAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => tenant.AddAsync(group.Id, users[writer % 4])));
        responses.Aggregate(0ul, (sum, response) => sum + response.Counts.Added).ShouldBe(4ul);
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(4u);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => tenant.RemoveAsync(group.Id, users[writer % 4])));
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(0u);
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P16_ALargeList_ReplacesTheMembersAtOnce()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var leaving = await IdsAsync(tenant, 3);
        var group = await tenant.NewGroupAsync([.. leaving, crowd[0], crowd[1]]);
        var changed = await tenant.ReplaceMembersAsync(group.Id, crowd);
        changed.Counts.ShouldBe(new() { Added = Crowd.Size - 2, Removed = 3 });
        (changed.Group.MemberCount, changed.Group.Version).ShouldBe(((ulong)Crowd.Size, group.Version + 1));
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe((ulong)Crowd.Size);
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers(crowd);
        (await ReplayAsync(tenant, group.Id)).ShouldBeTheMembers(crowd);
        (await GroupsOfAsync(tenant, leaving[0])).ShouldBeEmpty();
        (await GroupsOfAsync(tenant, crowd[^1])).ShouldContain(group.Id);
    }

    [Fact]
    public async Task P16_ALargeAddition_KeepsThePresentMembers()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var present = await IdsAsync(tenant, 3);
        var group = await tenant.NewGroupAsync(present);
        (await tenant.AddAsync(group.Id, crowd)).Counts.ShouldBe(new() { Added = Crowd.Size });
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers([.. present, .. crowd]);
        (await ReplayAsync(tenant, group.Id)).Count.ShouldBe(Crowd.Size + 3);
    }

    [Fact]
    public async Task P16_ANewGroupWithALargeList_HasAllOfThem()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync(crowd);
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers(crowd);
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
        group.MemberCount.ShouldBe((ulong)Crowd.Size);
        (await tenant.RemoveAsync(group.Id, crowd[0])).Group.MemberCount.ShouldBe((ulong)Crowd.Size - 1);
    }

    [Fact]
    public async Task P16_ALargeGroup_CanBeEmptied_AndFilledAgain()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync();
        await tenant.ReplaceMembersAsync(group.Id, crowd);
        (await tenant.ReplaceMembersAsync(group.Id)).Counts.ShouldBe(new() { Removed = Crowd.Size });
        (await tenant.MembersAsync(group.Id)).ShouldBeEmpty();
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe(0u);
        await tenant.ReplaceMembersAsync(group.Id, crowd.Take(1_500));
        (await tenant.AddAsync(group.Id, crowd[2_000])).Group.MemberCount.ShouldBe(1_501u);
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers([.. crowd.Take(1_500), crowd[2_000]]);
    }

    [Fact]
    public async Task P16_ALargeChangeThatIsRefused_ChangesNothing()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync(crowd[0]);
        await Refused.WithAsync(Reason.NestedGroup, () => tenant.ReplaceMembersAsync(group.Id, [.. crowd, group.Id]));
        await Refused.WithAsync(Reason.VersionMismatch, () => tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.IfVersion.Add(group.Version + 1);
            change.MemberChanges.Add(Add([.. crowd]));
        }));
        (await tenant.MembersAsync(group.Id)).ShouldBe([crowd[0]]);
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
    }

    [Fact]
    public async Task P16_SmallChangesDuringALargeOne_AreNotLost()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var (staying, leaving) = (await IdsAsync(tenant, 30), await IdsAsync(tenant, 30));
        var group = await tenant.NewGroupAsync(leaving);
        var large = tenant.AddAsync(group.Id, crowd.Take(1_500));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async writer =>
        {
            for (var i = writer; i < 30; i += 3)
            {
                await tenant.AddAsync(group.Id, staying[i]);
                await tenant.RemoveAsync(group.Id, leaving[i]);
            }
        }));
        (await large).Counts.Added.ShouldBe(1_500u);
        string[] expected = [.. crowd.Take(1_500), .. staying];
        (await tenant.MembersAsync(group.Id)).ShouldBeTheMembers(expected);
        (await tenant.GetGroupAsync(group.Id)).MemberCount.ShouldBe((ulong)expected.Length);
        (await ReplayAsync(tenant, group.Id)).ShouldBeTheMembers(expected);
        (await GroupsOfAsync(tenant, staying[^1])).ShouldContain(group.Id);
    }

    private static MemberChange Add(params string[] userIds) => new() { Add = new() { UserIds = { userIds } } };

    private static MemberChange Remove(params string[] userIds) => new() { Remove = new() { UserIds = { userIds } } };

    private static async Task<string[]> IdsAsync(Tenant tenant, int count) => [.. (await tenant.NewUsersAsync(count)).Select(user => user.Id)];

    private static async Task<IEnumerable<string>> GroupsOfAsync(Tenant tenant, string userId) =>
        (await tenant.Services.Groups.ListGroupsOfUserAsync(new() { OrganizationId = tenant.Id, UserId = userId })).Groups.Select(group => group.Id);

    private Task<IReadOnlyList<Change>> LogAsync(Tenant tenant) => LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id);

    /// <summary>The members as the log tells of them, entry by entry; none tells of more than a script may change.</summary>
    private async Task<IReadOnlyCollection<string>> ReplayAsync(Tenant tenant, string groupId)
    {
        var members = new HashSet<string>();
        foreach (var change in await LogAsync(tenant))
        {
            if (change.MembersAdded is { } added && added.GroupId == groupId)
            {
                added.Members.Count.ShouldBeInRange(1, 1_000);
                members.UnionWith(added.Members.Select(member => member.UserId));
            }
            else if (change.MembersRemoved is { } removed && removed.GroupId == groupId)
            {
                removed.UserIds.Count.ShouldBeInRange(1, 1_000);
                members.ExceptWith(removed.UserIds);
            }
        }

        return members;
    }
}
