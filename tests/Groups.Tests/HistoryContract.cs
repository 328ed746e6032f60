using Microsoft.Extensions.Logging.Abstractions;
using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class HistoryOnEmbeddedTests(RunningOnEmbedded running) : HistoryContract(running);

public sealed class HistoryOnRedisTests(RunningOnRedis running) : HistoryContract(running);

/// <summary>What was changed of a group and of a user's memberships, and why (P21, P24).</summary>
public abstract class HistoryContract(RunningOn running)
{
    [Fact]
    public async Task P21_AGroupsHistory_TellsEachOfItsChanges_NewestFirst_AsTheLogDoes()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var local = (await tenant.CreateGroupAsync("Editors", Manager.Administrator)).Group;
        await tenant.CreateGroupAsync("Another", memberIds: user.Id);
        await tenant.AddAsync(local.Id, user.Id); // takes it over
        var instance = (await tenant.NewInstanceAsync("editor", "viewer")).Instance.Id;
        await tenant.GrantAsync(local.Id, instance, "editor");
        await tenant.GrantAsync(local.Id, instance, "viewer");
        await tenant.EndGrantAsync(local.Id, instance, "viewer");
        await tenant.ChangeGroupAsync(local.Id, change => change.DisplayName = "Writers");
        await tenant.RemoveAsync(local.Id, user.Id);
        await running.Services.Groups.ReleaseGroupAsync(new() { OrganizationId = tenant.Id, GroupId = local.Id, Cause = RunningServices.NewCause() });
        await running.Services.Instances.DeleteInstanceAsync(new() { OrganizationId = tenant.Id, InstanceId = instance, Cause = RunningServices.NewCause() });
        var history = await OfGroupAsync(tenant, local.Id);
        history.Select(change => change.EventCase).ShouldBe(
        [
            Change.EventOneofCase.InstanceDeleted, Change.EventOneofCase.GroupReleased, Change.EventOneofCase.MembersRemoved, Change.EventOneofCase.GroupUpdated,
            Change.EventOneofCase.GrantEnded, Change.EventOneofCase.GrantMade, Change.EventOneofCase.GrantMade, Change.EventOneofCase.GroupTakenOver,
            Change.EventOneofCase.MembersAdded, Change.EventOneofCase.GroupCreated,
        ]);
        var log = (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).ToDictionary(change => change.Sequence);
        history.ShouldAllBe(change => log[change.Sequence].Equals(change));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(4u)]
    [InlineData(0u)]
    public async Task P21_ThePagesOfAHistory_HoldEachEntryOnce(uint size)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync();
        for (var i = 0; i < 6; i++)
        {
            await tenant.AddAsync(group.Id, user.Id);
            await tenant.RemoveAsync(group.Id, user.Id);
        }

        var ofGroup = await OfGroupAsync(tenant, group.Id, size);
        ofGroup.Count.ShouldBe(13);
        ofGroup.Select(change => change.Sequence).ShouldBe(ofGroup.Select(change => change.Sequence).Distinct().OrderDescending());
        (await OfUserAsync(tenant, user.Id, size)).Select(change => change.Sequence).ShouldBe(ofGroup.SkipLast(1).Select(change => change.Sequence));
    }

    [Fact]
    public async Task P21_AUsersHistory_TellsWhenHeCameAndLeft_AndNamesNobodyElse()
    {
        var tenant = await running.NewTenantAsync();
        var (user, other) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var (one, two) = (await tenant.NewGroupAsync(user.Id, other.Id), await tenant.NewGroupAsync(other.Id));
        var cause = RunningServices.NewCause();
        await tenant.ChangeGroupAsync(two.Id, change =>
        {
            change.Cause = cause;
            change.MemberChanges.Add(new MemberChange { Replace = new() { UserIds = { user.Id } } });
        });
        await tenant.RemoveAsync(one.Id, user.Id, other.Id);
        var history = await OfUserAsync(tenant, user.Id);
        history.Select(change => (change.EventCase, change.MembersAdded?.GroupId ?? change.MembersRemoved.GroupId)).ShouldBe(
        [
            (Change.EventOneofCase.MembersRemoved, one.Id), (Change.EventOneofCase.MembersAdded, two.Id), (Change.EventOneofCase.MembersAdded, one.Id),
        ]);
        history[0].MembersRemoved.UserIds.ShouldBe([user.Id]);
        history[1].MembersAdded.Members.Select(member => member.UserId).ShouldBe([user.Id]);
        history[1].Cause.ShouldBe(cause);
        (await OfUserAsync(tenant, other.Id)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task P21_WhoWasParked_CameWithTheRequestThatPushedHim_AndADeletion_TakesHimOut()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetActiveAsync(user.Id, false);
        var created = await tenant.CreateGroupAsync(memberIds: user.Id);
        await tenant.SetActiveAsync(user.Id, true);
        await Eventually.HoldsAsync(async () => (await OfUserAsync(tenant, user.Id)).Count == 1);
        (await OfUserAsync(tenant, user.Id)).Single().Cause.RequestId.ShouldBe((await OfGroupAsync(tenant, created.Group.Id))[^1].Cause.RequestId);
        await tenant.DeleteUserAsync(user.Id);
        await Eventually.HoldsAsync(async () => (await OfUserAsync(tenant, user.Id)).Count == 2);
        (await OfGroupAsync(tenant, created.Group.Id))[0].MembersRemoved.UserIds.ShouldBe([user.Id]);
    }

    [Fact]
    public async Task P16_AChangeOfManyMembers_IsInTheGroupsHistory_AndInEachMembers()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var thousand = await tenant.NewGroupAsync(crowd.Take(1_000));
        (await OfGroupAsync(tenant, thousand.Id)).Where(change => change.MembersAdded != null).Sum(change => change.MembersAdded.Members.Count).ShouldBe(1_000);
        var large = await tenant.NewGroupAsync(crowd);
        var removed = await tenant.ReplaceMembersAsync(large.Id);
        removed.Counts.Removed.ShouldBe((ulong)Crowd.Size);
        var history = await OfGroupAsync(tenant, large.Id, size: 2);
        history.Where(change => change.MembersAdded != null).Sum(change => change.MembersAdded.Members.Count).ShouldBe(Crowd.Size);
        history.Where(change => change.MembersRemoved != null).Sum(change => change.MembersRemoved.UserIds.Count).ShouldBe(Crowd.Size);
        foreach (var userId in new[] { crowd[0], crowd[998], crowd[999] })
        {
            (await OfUserAsync(tenant, userId)).ShouldContain(change => change.MembersAdded != null && change.MembersAdded.GroupId == thousand.Id);
        }

        foreach (var userId in new[] { crowd[0], crowd[1_500], crowd[^1] })
        {
            var ofUser = await OfUserAsync(tenant, userId);
            ofUser.ShouldContain(change => change.MembersAdded != null && change.MembersAdded.GroupId == large.Id);
            ofUser.ShouldContain(change => change.MembersRemoved != null && change.MembersRemoved.GroupId == large.Id);
            ofUser.Select(change => change.Sequence).ShouldBe(ofUser.Select(change => change.Sequence).OrderDescending());
        }
    }

    [Fact]
    public async Task P17_ADeletedGroup_EndsMembershipsInTheirMembersHistories_WhichSayWhatItWasCalled()
    {
        var tenant = await running.NewTenantAsync();
        var (stayed, left, gone) = (await tenant.NewUserAsync(), await tenant.NewUserAsync(), await tenant.NewCollaboratorAsync());
        var group = (await tenant.CreateGroupAsync("Editors", memberIds: [stayed.Id, left.Id, gone.Id])).Group;
        await tenant.RemoveAsync(group.Id, left.Id);
        await tenant.DeleteGroupAsync(group.Id);
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = gone.Id, Cause = RunningServices.NewCause() });
        await ClearAsync();
        await ClearAsync();
        (await OfUserAsync(tenant, stayed.Id)).Select(Told).ShouldBe(["GroupDeleted Editors", "MembersAdded Editors"]);
        (await OfUserAsync(tenant, left.Id)).Select(Told).ShouldBe(["MembersRemoved Editors", "MembersAdded Editors"]);
        (await OfUserAsync(tenant, gone.Id)).Select(Told).ShouldNotContain("GroupDeleted Editors");
        (await OfUserAsync(tenant, group.Id)).ShouldBeEmpty(); // no user
        (await LogReader.ReadAsync(running.Services.GroupsAddress, tenant.Id)).Single(change => change.GroupDeleted != null).GroupDeleted.DisplayName.ShouldBe("Editors");

        static string Told(Change change) =>
            $"{change.EventCase} {change.MembersAdded?.GroupName ?? change.MembersRemoved?.GroupName ?? change.GroupDeleted.DisplayName}";
    }

    [Fact]
    public async Task P29_AHistoryThatCantBeWritten_FailsNoChangeThatWasMade()
    {
        running.Store.SkipIfMissing();
        var (session, organizationId) = (running.Store.OpenSession(), Guid.NewGuid().ToString());
        await session.Reads.StringSetAsync(session.Keys.Of(Partition.Of(organizationId), "log:history"), "no hash");
        var added = Enumerable.Range(0, Commit.MaximumFields + 1).Select(number => ($"u{number}", 1u)).ToList();
        var group = new GroupState(organizationId, new() { Id = "g1", DisplayName = "Editors" }, [], 1, DateTimeOffset.UtcNow, 0);
        var told = new Change { MembersAdded = new() { GroupId = "g1", Members = { new Member { UserId = "u0" } } } };
        await Should.NotThrowAsync(() => NewMembers(session).RememberAsync(group, new(added, new HashSet<string>(), [], [], []), [told], new(new() { Sequence = 1 }, [])));
    }

    [Fact]
    public async Task AnotherOrganizationsHistory_IsOutOfReach()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var user = await other.NewUserAsync();
        var group = await other.NewGroupAsync(user.Id);
        await Refused.WithAsync(Reason.GroupNotFound, () => OfGroupAsync(tenant, group.Id));
        (await OfUserAsync(tenant, user.Id)).ShouldBeEmpty();
        (await OfUserAsync(other, group.Id)).ShouldBeEmpty(); // no user
        (await OfUserAsync(other, user.Id)).Count.ShouldBe(1);
        await other.DeleteGroupAsync(group.Id);
        await Refused.WithAsync(Reason.GroupNotFound, () => OfGroupAsync(other, group.Id));
    }

    [Fact]
    public async Task P10_AnErasedUsersHistory_IsForgotten()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync();
        await tenant.NewGroupAsync(user.Id);
        (await OfUserAsync(tenant, user.Id)).Count.ShouldBe(1);
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => (await OfUserAsync(tenant, user.Id)).Count == 0);
    }

    [Fact]
    public async Task P13_TheReservedGroups_HaveAHistoryToo()
    {
        var tenant = await running.NewTenantAsync();
        var (_, administrators) = await tenant.SystemGroupsAsync();
        var user = await tenant.NewUserAsync();
        await tenant.ChangeGroupAsync(
            administrators.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user.Id } } }), Manager.Administrator);
        (await OfGroupAsync(tenant, administrators.Id)).Select(change => change.EventCase)
            .ShouldBe([Change.EventOneofCase.MembersAdded, Change.EventOneofCase.GroupCreated]);
    }

    // What the service does every half a minute.
    private async Task ClearAsync()
    {
        var session = running.Store.OpenSession("groups");
        using var clearing = new Clearing(
            session, NewMembers(session), new(session), new(running.Services.Users), TimeProvider.System, NullLogger<Clearing>.Instance);
        await clearing.ClearAsync(TestContext.Current.CancellationToken);
    }

    private static MemberStore NewMembers(StoreSession session) => new(
        session, new(session, TimeProvider.System), Microsoft.Extensions.Options.Options.Create(new GroupsOptions()), TimeProvider.System, NullLogger<MemberStore>.Instance);

    private static async Task<List<Change>> OfGroupAsync(Tenant tenant, string groupId, uint size = 0)
    {
        var (changes, before) = (new List<Change>(), 0ul);
        do
        {
            var page = await tenant.Services.Groups.ListGroupHistoryAsync(new() { OrganizationId = tenant.Id, GroupId = groupId, PageSize = size, Before = before });
            changes.AddRange(page.Changes);
            before = page.NextBefore;
        }
        while (before > 0);
        return changes;
    }

    private static async Task<List<Change>> OfUserAsync(Tenant tenant, string userId, uint size = 0)
    {
        var (changes, before) = (new List<Change>(), 0ul);
        do
        {
            var page = await tenant.Services.Groups.ListMembershipHistoryAsync(new() { OrganizationId = tenant.Id, UserId = userId, PageSize = size, Before = before });
            changes.AddRange(page.Changes);
            before = page.NextBefore;
        }
        while (before > 0);
        return changes;
    }
}
