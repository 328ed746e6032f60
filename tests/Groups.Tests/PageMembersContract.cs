using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class PageMembersOnEmbeddedTests(RunningOnEmbedded running) : PageMembersContract(running);

public sealed class PageMembersOnRedisTests(RunningOnRedis running) : PageMembersContract(running);

/// <summary>Members a page at a time (P24), in the store's own order.</summary>
public abstract class PageMembersContract(RunningOn running)
{
    private const int Default = 50, Maximum = 200;

    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData(200u)]
    [InlineData(9_999u)]
    public async Task P24_ThePages_HoldEachMemberOnce(uint size)
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        foreach (var count in new[] { 0, 1, 60, 130, Crowd.Size })
        {
            var group = await tenant.NewGroupAsync(crowd.Take(count));
            var pages = await ReadAsync(tenant, group.Id, size);
            pages.SelectMany(page => page).Select(member => member.UserId).ToList().ShouldBeTheMembers([.. crowd.Take(count)]);

            // A page may be half as long again or, where the cursor's order has it, two pages' worth of scans: never the group.
            var asked = size == 0 ? Default : (int)Math.Min(size, Maximum);
            pages.ShouldAllBe(page => page.Count <= 2 * asked);
            pages.Count.ShouldBeInRange(1, 2 + (count / Math.Max(1, asked / 3)));
        }
    }

    [Fact]
    public async Task P21_AMember_IsToldWithSinceWhenAndWhy()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var (cause, before) = (RunningServices.NewCause(), DateTimeOffset.UtcNow.AddSeconds(-1));
        var group = await tenant.NewGroupAsync();
        await tenant.ChangeGroupAsync(group.Id, change =>
        {
            change.Cause = cause;
            change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user.Id } } });
        });
        var member = (await ReadAsync(tenant, group.Id, 0)).Single().Single();
        (member.UserId, member.Cause).ShouldBe((user.Id, cause));
        member.Since.ToDateTimeOffset().ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task P24_WhileMembersComeAndGo_ThoseWhoStayAreListed_NoneTwiceOnAPage()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync(crowd.Take(900));
        var (listed, token, round) = (new List<string>(), "", 0);
        do
        {
            var page = await tenant.Services.Groups.PageMembersAsync(new() { OrganizationId = tenant.Id, GroupId = group.Id, PageSize = 50, PageToken = token });
            page.Members.Select(member => member.UserId).Distinct().Count().ShouldBe(page.Members.Count);
            listed.AddRange(page.Members.Select(member => member.UserId));
            token = page.NextPageToken;
            await tenant.AddAsync(group.Id, crowd[900 + round++]);
        }
        while (token.Length > 0);

        crowd.Take(900).Except(listed).ShouldBeEmpty();
    }

    [Fact]
    public async Task P24_AfterARemoval_ThePagesGoOn()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync(crowd.Take(600));
        var first = await tenant.Services.Groups.PageMembersAsync(new() { OrganizationId = tenant.Id, GroupId = group.Id, PageSize = 50 });
        var left = first.Members[0].UserId;
        await tenant.RemoveAsync(group.Id, left);
        var rest = await ReadAsync(tenant, group.Id, 50, first.NextPageToken);
        var ids = rest.SelectMany(page => page).Select(member => member.UserId).ToList();
        ids.ShouldNotContain(left);
        ids.Count.ShouldBeInRange(600 - first.Members.Count - 1, 600 - first.Members.Count); // the embedded store counts places: one may be passed over
        (await ReadAsync(tenant, group.Id, 50)).Sum(page => page.Count).ShouldBe(599);
    }

    [Fact]
    public async Task P9_ADeactivatedMember_IsListed_AndOneOfAnEarlierStayIsNot()
    {
        var tenant = await running.NewTenantAsync();
        var (staying, leaving) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var group = await tenant.NewGroupAsync(staying.Id, leaving.Id);
        await tenant.SetActiveAsync(staying.Id, false);
        await tenant.DeleteUserAsync(leaving.Id);
        (await ReadAsync(tenant, group.Id, 0)).Single().Select(member => member.UserId).ShouldBe([staying.Id]); // before groups has heard of it, or after
        await tenant.ProvisionAsync(Tenant.Document(leaving.UserName));
        (await ReadAsync(tenant, group.Id, 0)).Single().Select(member => member.UserId).ShouldBe([staying.Id]);
    }

    [Fact]
    public async Task P13_EveryoneHasNoListOfItsOwn_TheAdministratorsHave()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        var user = await tenant.NewUserAsync();
        await tenant.ChangeGroupAsync(
            administrators.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { user.Id } } }), Manager.Administrator);
        (await Refused.WithAsync(Reason.SystemGroup, () => ReadAsync(tenant, everyone.Id, 0))).ShouldContain("every active user");
        (await ReadAsync(tenant, administrators.Id, 0)).Single().Single().UserId.ShouldBe(user.Id);
    }

    [Fact]
    public async Task P24_AfterALargeChange_AnOldTokenIsRefused()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var group = await tenant.NewGroupAsync(crowd.Take(500));
        var page = await tenant.Services.Groups.PageMembersAsync(new() { OrganizationId = tenant.Id, GroupId = group.Id });
        await tenant.ReplaceMembersAsync(group.Id, crowd);
        await Refused.WithAsync(Reason.ExpiredCursor, () => ReadAsync(tenant, group.Id, 0, page.NextPageToken));
        var another = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.InvalidCursor, () => ReadAsync(tenant, another.Id, 0, page.NextPageToken));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0.1")]
    [InlineData("0.-1.0")]
    [InlineData("0.0.0.0")]
    [InlineData("0.99999999999999999999999.0")]
    public async Task ATokenThatIsNone_IsRefused(string token)
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.InvalidCursor, () => ReadAsync(tenant, group.Id, 0, token));
    }

    [Fact]
    public async Task AnotherOrganizationsGroup_IsNotFound()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var group = await other.NewGroupAsync();
        await Refused.WithAsync(Reason.GroupNotFound, () => ReadAsync(tenant, group.Id, 0));
    }

    private static async Task<List<IReadOnlyList<Membership>>> ReadAsync(Tenant tenant, string groupId, uint size, string token = "")
    {
        var pages = new List<IReadOnlyList<Membership>>();
        do
        {
            var page = await tenant.Services.Groups.PageMembersAsync(new() { OrganizationId = tenant.Id, GroupId = groupId, PageSize = size, PageToken = token });
            pages.Add(page.Members);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return pages;
    }
}
