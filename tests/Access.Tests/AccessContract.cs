using OptiId.Access.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

public sealed class AccessOnEmbeddedTests(RunningOnEmbedded running) : AccessContract(running);

public sealed class AccessOnRedisTests(RunningOnRedis running) : AccessContract(running);

/// <summary>What the projection answers (P19 to P22), and that it can be built anew.</summary>
public abstract class AccessContract(RunningOn running)
{
    private AccessService.AccessServiceClient Access => running.Services.Access;

    [Fact]
    public async Task P19_TheRolesOfTwoGroupsOnOneInstance_AddUp()
    {
        var (tenant, user, instance) = await StartAsync();
        var (one, two) = (await tenant.NewGroupAsync(user), await tenant.NewGroupAsync(user));
        await tenant.GrantAsync(one.Id, instance, "viewer");
        await tenant.GrantAsync(two.Id, instance, "viewer");
        var last = (await tenant.GrantAsync(two.Id, instance, "editor")).Position;
        var check = await tenant.CheckAsync(user, instance, last);
        (check.Allowed, check.Freshness.Fresh).ShouldBe((true, true));
        check.Roles.ShouldBe(["editor", "viewer"]);
        (await tenant.CheckAsync(user, instance, (await tenant.RemoveAsync(two.Id, user)).Position)).Roles.ShouldBe(["viewer"]);
        (await tenant.CheckAsync(user, instance, (await tenant.DeleteGroupAsync(one.Id)).Position)).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task P19_EveryonesGrants_HoldForEveryActiveUser_AndNoOther()
    {
        var (tenant, user, instance) = await StartAsync();
        var everyone = (await tenant.SystemGroupsAsync()).Everyone;
        var granted = (await tenant.GrantAsync(everyone.Id, instance, "viewer")).Position;
        (await tenant.CheckAsync(user, instance, granted)).Roles.ShouldBe(["viewer"]);
        var later = await tenant.ProvisionAsync(Tenant.Document("later@example.com"));
        (await tenant.CheckAsync(later.User.Id, instance, granted, later.Position)).Allowed.ShouldBeTrue();
        (await tenant.CheckAsync(user, instance, (await tenant.SetActiveAsync(user, false)).Position)).Allowed.ShouldBeFalse();
        (await tenant.CheckAsync(Guid.NewGuid().ToString(), instance, granted)).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task P19_ACheckForARole_AsksForThatRole()
    {
        var (tenant, user, instance) = await StartAsync();
        var group = await tenant.NewGroupAsync(user);
        var position = (await tenant.GrantAsync(group.Id, instance, "viewer")).Position;
        var request = new CheckRequest { OrganizationId = tenant.Id, UserId = user, InstanceId = instance, Role = "editor", Consistency = new() { AtLeast = { position } } };
        (await Access.CheckAsync(request)).Allowed.ShouldBeFalse();
        request.Role = "viewer";
        (await Access.CheckAsync(request)).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task P19_AnotherOrganizationsInstance_IsOutOfReach()
    {
        var (tenant, user, instance) = await StartAsync();
        var group = await tenant.NewGroupAsync(user);
        await tenant.CheckAsync(user, instance, (await tenant.GrantAsync(group.Id, instance, "viewer")).Position);
        var other = await running.NewTenantAsync();
        (await other.CheckAsync(user, instance)).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task P20_ACheckThatNamesAWrite_IncludesIt_EveryTime()
    {
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 20);
        for (var step = 0; step < 200; step++)
        {
            await world.StepAsync();
            await world.CheckOneAsync(Access);
        }

        await world.ConvergesAsync(Access);
    }

    [Fact]
    public async Task P20_AnotherOrganizationsOrAnUnknownSourcesPosition_IsRefused()
    {
        var (tenant, user, instance) = await StartAsync();
        var position = (await tenant.NewInstanceAsync()).Position;
        var elsewhere = position.Clone();
        elsewhere.Partition = (position.Partition + 1) % 64;
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.CheckAsync(user, instance, elsewhere));
        var nowhere = position.Clone();
        nowhere.Source = "tokens";
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.CheckAsync(user, instance, nowhere));
    }

    [Fact]
    public async Task P20_APositionThatIsNotThereYet_IsSaidToBeMissing()
    {
        var (tenant, user, instance) = await StartAsync();
        var position = (await tenant.NewInstanceAsync()).Position.Clone();
        position.Sequence += 1_000_000;
        await Refused.WithAsync(Reason.PositionNotReached, () => tenant.CheckAsync(user, instance, position));
    }

    [Fact]
    public async Task P21_AnExplanation_NamesGroupsGrantsTimesAndRequests()
    {
        var (tenant, user, instance) = await StartAsync();
        var group = (await tenant.CreateGroupAsync("Editors")).Group;
        var grant = await tenant.GrantAsync(group.Id, instance, "editor");
        var (addCause, before) = (RunningServices.NewCause(), DateTimeOffset.UtcNow.AddSeconds(-1));
        var added = await tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.Cause = addCause;
            change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user } } });
        });
        var explained = await ExplainAsync(tenant, user, instance, added.Position);
        var path = explained.Paths.Single();
        (path.Role, path.GroupId, path.GroupName, path.GrantId, path.Everyone).ShouldBe(("editor", group.Id, "Editors", grant.Grant.Id, false));
        (path.GrantCause, path.MembershipCause).ShouldBe((grant.Grant.Cause, addCause));
        path.MemberSince.ToDateTimeOffset().ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1));
        path.Granted.ToDateTimeOffset().ShouldBeInRange(grant.Grant.Since.ToDateTimeOffset().AddMilliseconds(-2), DateTimeOffset.UtcNow.AddSeconds(1));
        explained.Summary.ShouldContain("Editors");
        var renamed = await tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Writers");
        (await ExplainAsync(tenant, user, instance, renamed.Position)).Paths.Single().GroupName.ShouldBe("Writers");

        // A projection that is built anew explains the same.
        await Access.RebuildAsync(new() { OrganizationId = tenant.Id });
        path.GroupName = "Writers";
        (await ExplainAsync(tenant, user, instance, renamed.Position)).Paths.Single().ShouldBe(path);
    }

    [Fact]
    public async Task P21_NoAccess_IsExplainedToo()
    {
        var (tenant, user, instance) = await StartAsync();
        (await ExplainAsync(tenant, user, instance, (await tenant.NewInstanceAsync()).Position)).Summary.ShouldContain("no group has a grant");
        var group = await tenant.NewGroupAsync();
        var granted = (await tenant.GrantAsync(group.Id, instance, "viewer")).Position;
        (await ExplainAsync(tenant, user, instance, granted)).Summary.ShouldContain("in none of the groups");
        (await ExplainAsync(tenant, user, "unknown", granted)).Summary.ShouldContain("no product instance");
        var added = (await tenant.AddAsync(group.Id, user)).Position;
        var deactivated = (await tenant.SetActiveAsync(user, false)).Position;
        var explained = await ExplainAsync(tenant, user, instance, added, deactivated);
        explained.Paths.ShouldBeEmpty();
        explained.Summary.ShouldContain("no active user");
    }

    [Fact]
    public async Task P22_AUsersInstances_ComeWithNamesAndRoles()
    {
        var (tenant, user, instance) = await StartAsync();
        var other = (await tenant.NewInstanceAsync()).Instance;
        var group = await tenant.NewGroupAsync(user);
        await tenant.GrantAsync(group.Id, instance, "editor");
        var position = (await tenant.GrantAsync((await tenant.SystemGroupsAsync()).Everyone.Id, other.Id, "viewer")).Position;
        var request = new ListInstancesOfUserRequest { OrganizationId = tenant.Id, UserId = user, Consistency = new() { AtLeast = { position } } };
        var listed = (await Access.ListInstancesOfUserAsync(request)).Instances;
        listed.Select(found => (found.InstanceId, string.Join(' ', found.Roles))).ShouldBe([(instance, "editor"), (other.Id, "viewer")], ignoreOrder: true);
        listed.Single(found => found.InstanceId == other.Id).Name.ShouldBe(other.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task P22_AnInstancesUsers_ComeOnceEach_ThoughTheyAreInSeveralGroups(bool withEveryone)
    {
        var (tenant, _, instance) = await StartAsync();
        var users = (await tenant.NewUsersAsync(40)).Select(user => user.Id).ToList();
        await tenant.SetActiveAsync(users[5], false);
        var groups = new[] { await tenant.NewGroupAsync(users[..20]), await tenant.NewGroupAsync(users[10..30]), await tenant.NewGroupAsync(users[5..15]) };
        await Task.WhenAll(groups.Select(group => tenant.GrantAsync(group.Id, instance, "editor")));
        var everyone = (await tenant.SystemGroupsAsync()).Everyone;
        await tenant.GrantAsync(everyone.Id, (await tenant.NewInstanceAsync()).Instance.Id, "viewer");
        if (withEveryone)
        {
            await tenant.GrantAsync(everyone.Id, instance, "viewer");
        }

        var last = (await tenant.NewInstanceAsync()).Position;
        var listed = await ListAsync(tenant, instance, pageSize: 7, last);
        listed.Select(user => user.UserId).ShouldBeUnique();
        var members = users[..30].Where(user => user != users[5]).ToList();
        listed.Where(user => user.Roles.Contains("editor")).Select(user => user.UserId).ShouldBe(members, ignoreOrder: true);
        listed.Count.ShouldBe(withEveryone ? 40 : 29); // with the first user of the organization, without the deactivated
    }

    [Fact]
    public async Task P22_AGrantThatEndsBetweenTwoPages_DoesNotHideTheUsersOfOtherGroups()
    {
        var (tenant, _, instance) = await StartAsync();
        var users = (await tenant.NewUsersAsync(12)).Select(user => user.Id).ToList();
        var groups = new List<Group>();
        for (var i = 0; i < 3; i++)
        {
            groups.Add(await tenant.NewGroupAsync(users[(4 * i)..((4 * i) + 4)]));
            await tenant.GrantAsync(groups[i].Id, instance, "viewer");
        }

        var first = await Access.ListUsersOfInstanceAsync(new()
        {
            OrganizationId = tenant.Id,
            InstanceId = instance,
            PageSize = 2,
            Consistency = new() { AtLeast = { (await tenant.NewInstanceAsync()).Position } },
        });
        var shown = groups.Single(group => first.NextPageToken.StartsWith($"{group.Id}/", StringComparison.Ordinal));
        var ended = (await tenant.EndGrantAsync(shown.Id, instance, "viewer")).Position;
        var rest = await ListAsync(tenant, instance, pageSize: 3, ended, first.NextPageToken);
        var others = Enumerable.Range(0, 3).Where(i => groups[i] != shown).SelectMany(i => users[(4 * i)..((4 * i) + 4)]);
        rest.Select(user => user.UserId).ShouldBe(others, ignoreOrder: true);
    }

    [Fact]
    public async Task APageTokenOfOnesOwnMaking_IsRefused()
    {
        var (tenant, _, instance) = await StartAsync();
        await Refused.WithAsync(Reason.InvalidCursor, () => Access.ListUsersOfInstanceAsync(
            new() { OrganizationId = tenant.Id, InstanceId = instance, PageToken = "nonsense" }).ResponseAsync);
    }

    [Fact]
    public async Task ARebuildWhileWritesGoOn_EndsWithWhatTheSourcesSay()
    {
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 7);
        using var stop = new CancellationTokenSource();
        var rebuilds = RebuildUntilAsync(world.Tenant, stop.Token);
        for (var step = 0; step < 100; step++)
        {
            await world.StepAsync();
            await world.CheckOneAsync(Access);
        }

        await stop.CancelAsync();
        (await rebuilds).ShouldBeGreaterThan(2);
        await world.ConvergesAsync(Access);
    }

    [Fact]
    public async Task P33_WhatARebuildAnswers_NeverGoesBack()
    {
        var (tenant, user, instance) = await StartAsync();
        var group = await tenant.NewGroupAsync(user);
        await tenant.GrantAsync(group.Id, instance, "viewer");
        using var stop = new CancellationTokenSource();
        var rebuilds = RebuildUntilAsync(tenant, stop.Token);
        for (var round = 0; round < 40; round++)
        {
            (await CheckAsync((await tenant.RemoveAsync(group.Id, user)).Position)).ShouldBeFalse();
            for (var i = 0; i < 5; i++)
            {
                (await tenant.CheckAsync(user, instance)).Allowed.ShouldBeFalse($"in round {round} an ended access came back");
            }

            (await CheckAsync((await tenant.AddAsync(group.Id, user)).Position)).ShouldBeTrue();
        }

        await stop.CancelAsync();
        await rebuilds;

        async Task<bool> CheckAsync(Common.V1.Position position)
        {
            while (true)
            {
                try
                {
                    return (await tenant.CheckAsync(user, instance, position)).Allowed;
                }
                catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.PositionNotReached)
                {
                }
            }
        }
    }

    [Fact]
    public async Task TheStatus_TellsHowFarEachPartitionIs()
    {
        var (tenant, user, instance) = await StartAsync();
        var position = (await tenant.NewInstanceAsync()).Position;
        await tenant.CheckAsync(user, instance, position);
        await Eventually.HoldsAsync(async () =>
        {
            var status = await Access.GetStatusAsync(new());
            return status.Freshness.Fresh && status.Partitions.Any(partition => partition.Source == "groups"
                && partition.Partition == position.Partition && partition.Applied >= position.Sequence && partition.Head >= position.Sequence);
        });
    }

    private async Task<int> RebuildUntilAsync(Tenant tenant, CancellationToken stop)
    {
        var rebuilds = 0;
        for (; !stop.IsCancellationRequested; rebuilds++)
        {
            await Access.RebuildAsync(new() { OrganizationId = tenant.Id }, cancellationToken: CancellationToken.None); // each to its end
        }

        return rebuilds;
    }

    private async Task<(Tenant Tenant, string UserId, string InstanceId)> StartAsync()
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, (await tenant.NewUserAsync()).Id, (await tenant.NewInstanceAsync("editor", "viewer")).Instance.Id);
    }

    private async Task<ExplainResponse> ExplainAsync(Tenant tenant, string user, string instance, params Common.V1.Position[] atLeast) =>
        await Access.ExplainAsync(new() { OrganizationId = tenant.Id, UserId = user, InstanceId = instance, Consistency = new() { AtLeast = { atLeast } } });

    private async Task<List<UserAccess>> ListAsync(Tenant tenant, string instance, uint pageSize, Common.V1.Position atLeast, string token = "")
    {
        var users = new List<UserAccess>();
        do
        {
            var page = await Access.ListUsersOfInstanceAsync(new()
            {
                OrganizationId = tenant.Id,
                InstanceId = instance,
                PageSize = pageSize,
                PageToken = token,
                Consistency = new() { AtLeast = { atLeast } },
            });
            page.Users.Count.ShouldBeLessThanOrEqualTo((int)pageSize);
            users.AddRange(page.Users);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return users;
    }
}
