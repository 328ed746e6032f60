using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

public sealed class PreviewGrantsOnEmbeddedTests(RunningOnEmbedded running) : PreviewGrantsContract(running);

public sealed class PreviewGrantsOnRedisTests(RunningOnRedis running) : PreviewGrantsContract(running);

/// <summary>Who would gain or lose what (P25): what the projection says after the change is what was said before it.</summary>
public abstract class PreviewGrantsContract(RunningOn running)
{
    [Fact]
    public async Task P25_AGrantThatIsMade_IsGainedByTheActiveMembers()
    {
        var (tenant, users, instance) = await StartAsync(4);
        var group = await tenant.NewGroupAsync(users[..3]);
        var position = (await tenant.SetActiveAsync(users[2], false)).Position;
        var preview = await PreviewAsync(tenant, group.Id, make: [(instance, "editor")], atLeast: [(await tenant.AddAsync(group.Id, users[3])).Position, position]);
        var effect = preview.Effects.ShouldHaveSingleItem();
        (effect.InstanceId, effect.Role, effect.Gained, effect.Users).ShouldBe((instance, "editor", true, 3ul));
        effect.Examples.ShouldBe([users[0], users[1], users[3]], ignoreOrder: true);
        (preview.Members, preview.Partial, preview.Freshness.Fresh).ShouldBe((3ul, false, true));
    }

    [Fact]
    public async Task P25_WhoHasTheRoleThroughAnotherGroup_NeitherGainsNorLosesIt()
    {
        var (tenant, users, instance) = await StartAsync(3);
        var (group, other) = (await tenant.NewGroupAsync(users), await tenant.NewGroupAsync(users[0]));
        var position = (await tenant.GrantAsync(other.Id, instance, "editor")).Position;
        var gained = await PreviewAsync(tenant, group.Id, make: [(instance, "editor"), (instance, "viewer")], atLeast: position);
        gained.Effects.Select(effect => (effect.Role, effect.Users)).ShouldBe([("editor", 2ul), ("viewer", 3ul)]);
        gained.Effects[0].Examples.ShouldNotContain(users[0]);
        position = (await tenant.GrantAsync(group.Id, instance, "editor")).Position;
        var lost = (await PreviewAsync(tenant, group.Id, end: [(instance, "editor")], atLeast: position)).Effects.ShouldHaveSingleItem();
        (lost.Gained, lost.Users).ShouldBe((false, 2ul));
        lost.Examples.ShouldBe([users[1], users[2]], ignoreOrder: true);
    }

    [Fact]
    public async Task P25_ARoleThatIsGrantedAlready_OrEndedThoughItIsNot_HasNoEffect()
    {
        var (tenant, users, instance) = await StartAsync(2);
        var group = await tenant.NewGroupAsync(users);
        var position = (await tenant.GrantAsync(group.Id, instance, "editor")).Position;
        var preview = await PreviewAsync(tenant, group.Id, [(instance, "editor")], [(instance, "viewer")], position);
        preview.Effects.ShouldAllBe(effect => effect.Users == 0 && effect.Examples.Count == 0);
        (preview.Effects.Count, preview.Members).ShouldBe((2, 2ul));
    }

    [Fact]
    public async Task P25_WhatEveryoneHas_NobodyGainsByAGroup()
    {
        var (tenant, users, instance) = await StartAsync(2);
        var group = await tenant.NewGroupAsync(users);
        var everyone = (await tenant.SystemGroupsAsync()).Everyone;
        var position = (await tenant.GrantAsync(everyone.Id, instance, "viewer")).Position;
        (await PreviewAsync(tenant, group.Id, make: [(instance, "viewer")], atLeast: position)).Effects.Single().Users.ShouldBe(0ul);
    }

    [Fact]
    public async Task P25_OfEveryone_EachActiveUserCounts_ButThoseWhoHaveTheRoleByAGroup()
    {
        var (tenant, users, instance) = await StartAsync(25);
        var group = await tenant.NewGroupAsync(users[..2]);
        await tenant.GrantAsync(group.Id, instance, "editor");
        var everyone = (await tenant.SystemGroupsAsync()).Everyone;
        var granted = (await tenant.GrantAsync(everyone.Id, instance, "viewer")).Position;
        var left = (await tenant.SetActiveAsync(users[^1], false)).Position;
        var preview = await PreviewAsync(tenant, everyone.Id, [(instance, "editor")], [(instance, "viewer")], granted, left);
        (preview.Members, preview.Partial).ShouldBe((24ul, false));
        preview.Effects.Select(effect => (effect.Role, effect.Gained, effect.Users)).ShouldBe([("editor", true, 22ul), ("viewer", false, 24ul)]);
        preview.Effects.ShouldAllBe(effect => effect.Examples.Count == 20 && effect.Examples.Distinct().Count() == 20);
        preview.Effects[0].Examples.ShouldNotContain(users[0]);
        preview.Effects.SelectMany(effect => effect.Examples).ShouldNotContain(users[^1]);
    }

    [Fact]
    public async Task P9_AMembershipOfAnEarlierStay_DoesNotCount()
    {
        var (tenant, users, instance) = await StartAsync(1);
        var (group, other) = (await tenant.NewGroupAsync(users), await tenant.NewGroupAsync(users));
        var position = (await tenant.GrantAsync(other.Id, instance, "editor")).Position;
        var name = (await tenant.GetAsync(users[0])).UserName;
        await tenant.DeleteUserAsync(users[0]);
        var back = await tenant.ProvisionAsync(Tenant.Document(name));
        back.User.Id.ShouldBe(users[0]);
        await Eventually.HoldsAsync(async () => (await tenant.MembersAsync(group.Id)).Count + (await tenant.MembersAsync(other.Id)).Count == 0);
        var added = (await tenant.AddAsync(group.Id, users[0])).Position;
        var preview = await PreviewAsync(tenant, group.Id, make: [(instance, "editor")], atLeast: [position, back.Position, added]);
        (preview.Members, preview.Effects.Single().Users).ShouldBe((1ul, 1ul)); // that he was in the other group is past
    }

    [Fact]
    public async Task P25_NothingIsWritten()
    {
        var (tenant, users, instance) = await StartAsync(1);
        var group = await tenant.NewGroupAsync(users);
        var log = new ChangeLog(running.Store.OpenSession("access"));
        var request = await PreviewAsync(tenant, group.Id, make: [(instance, "editor")], atLeast: (await tenant.NewInstanceAsync()).Position);
        request.Effects.Single().Users.ShouldBe(1ul);
        await PreviewAsync(tenant, group.Id, make: [(instance, "editor")]);
        (await tenant.CheckAsync(users[0], instance)).Allowed.ShouldBeFalse();
        (await log.ReadAsync(Partition.Of(tenant.Id), 0))!.Where(change => change.OrganizationId == tenant.Id && change.AccessTouched.InstanceIds.Contains(instance)).ShouldBeEmpty();
        (await tenant.Services.Instances.ListGrantsAsync(new() { OrganizationId = tenant.Id, GroupId = group.Id })).Grants.ShouldBeEmpty();
    }

    [Fact]
    public async Task P20_APreviewThatNamesAWrite_IncludesIt_EveryTime()
    {
        var (tenant, users, instance) = await StartAsync(10);
        var group = await tenant.NewGroupAsync();
        for (var i = 0; i < users.Length; i++)
        {
            var position = (await tenant.AddAsync(group.Id, users[i])).Position;
            (await PreviewAsync(tenant, group.Id, make: [(instance, "editor")], atLeast: position)).Effects.Single().Users.ShouldBe((ulong)i + 1);
        }
    }

    [Fact]
    public async Task P25_WhatIsNotThere_IsRefused()
    {
        var (tenant, users, instance) = await StartAsync(1);
        var position = (await tenant.NewInstanceAsync()).Position;
        var other = await running.NewTenantAsync();
        var foreign = await other.NewGroupAsync();
        var group = await tenant.NewGroupAsync(users);
        await tenant.CheckAsync(users[0], instance, position);
        await Refused.WithAsync(Reason.GroupNotFound, () => PreviewAsync(tenant, Guid.NewGuid().ToString(), make: [(instance, "editor")], atLeast: position));
        await Refused.WithAsync(Reason.GroupNotFound, () => PreviewAsync(tenant, foreign.Id, make: [(instance, "editor")]));
        var last = (await tenant.AddAsync(group.Id, (await tenant.NewUserAsync()).Id)).Position;
        await Refused.WithAsync(Reason.InstanceNotFound, () => PreviewAsync(tenant, group.Id, make: [(Guid.NewGuid().ToString(), "editor")], atLeast: last));
        await Refused.WithAsync(Reason.InvalidValue, () => PreviewAsync(tenant, group.Id, [(instance, "editor")], [(instance, "editor")], last));
        await Refused.WithAsync(Reason.InvalidValue, () => PreviewAsync(tenant, group.Id, make: [(instance, "")]));
        await Refused.WithAsync(Reason.TooMany, () => PreviewAsync(tenant, group.Id, make: [.. Enumerable.Range(0, 101).Select(i => (instance, $"r{i}"))]));
    }

    [Fact]
    public async Task P25_MoreMembershipsThanTheBound_AreLookedAtInPart_AndThatIsSaid()
    {
        // With 400 other groups that have the role, 250,000 memberships are 623 members.
        var (tenant, _, instance) = await StartAsync(0);
        var members = (await tenant.NewUsersAsync(700)).Select(user => user.Id).ToList();
        var group = await tenant.NewGroupAsync(members);
        Position? position = null;
        foreach (var chunk in Enumerable.Range(0, 400).Chunk(20))
        {
            await Task.WhenAll(chunk.Select(async _ => position = (await tenant.GrantAsync((await tenant.NewGroupAsync()).Id, instance, "editor")).Position));
        }

        var bound = (ulong)(AccessRpc.MaximumMembershipsLookedAt / 401);
        var last = (await tenant.GrantAsync(group.Id, instance, "viewer")).Position;
        var preview = await PreviewAsync(tenant, group.Id, make: [(instance, "editor")], atLeast: last);
        (preview.Partial, preview.Members, preview.Effects.Single().Users).ShouldBe((true, bound, bound));
        var whole = await PreviewAsync(tenant, group.Id, end: [(instance, "viewer")]);
        (whole.Partial, whole.Effects.Single().Users).ShouldBe((false, 700ul));
    }

    [Fact]
    public async Task P25_AfterTheChange_ExactlyThosePreviewedHaveGainedOrLost()
    {
        var (tenant, users, instance) = await StartAsync(12);
        var random = new Random(25);
        string[] Some() => [.. users.Where(_ => random.Next(2) == 0)];
        var groups = new[] { (await tenant.NewGroupAsync(Some())).Id, (await tenant.NewGroupAsync(Some())).Id, (await tenant.NewGroupAsync(Some())).Id };
        var position = (await tenant.GrantAsync(groups[1], instance, "editor")).Position;
        var before = await HoldersAsync(tenant, users, instance, "editor", position);
        var gained = await PreviewAsync(tenant, groups[0], make: [(instance, "editor")]);
        position = (await tenant.GrantAsync(groups[0], instance, "editor")).Position;
        var after = await HoldersAsync(tenant, users, instance, "editor", position);
        gained.Effects.Single().Examples.ShouldBe(after.Except(before), ignoreOrder: true);
        var lost = await PreviewAsync(tenant, groups[1], end: [(instance, "editor")]);
        position = (await tenant.EndGrantAsync(groups[1], instance, "editor")).Position;
        lost.Effects.Single().Examples.ShouldBe(after.Except(await HoldersAsync(tenant, users, instance, "editor", position)), ignoreOrder: true);
    }

    private static async Task<List<string>> HoldersAsync(Tenant tenant, string[] users, string instance, string role, Position position)
    {
        var holders = new List<string>();
        foreach (var user in users)
        {
            if ((await tenant.CheckAsync(user, instance, position)).Roles.Contains(role))
            {
                holders.Add(user);
            }
        }

        return holders;
    }

    private async Task<(Tenant Tenant, string[] UserIds, string InstanceId)> StartAsync(int count)
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, [.. (await tenant.NewUsersAsync(count)).Select(user => user.Id)], (await tenant.NewInstanceAsync("editor", "viewer")).Instance.Id);
    }

    private static async Task<PreviewGrantsResponse> PreviewAsync(
        Tenant tenant, string groupId, (string Instance, string Role)[]? make = null, (string Instance, string Role)[]? end = null, params Position?[] atLeast) =>
        await tenant.Services.Access.PreviewGrantsAsync(new()
        {
            OrganizationId = tenant.Id,
            GroupId = groupId,
            Make = { (make ?? []).Select(role => new PreviewedRole { InstanceId = role.Instance, Role = role.Role }) },
            End = { (end ?? []).Select(role => new PreviewedRole { InstanceId = role.Instance, Role = role.Role }) },
            Consistency = new() { AtLeast = { atLeast.OfType<Position>() } },
        });
}
