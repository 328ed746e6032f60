using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class ListGroupsOnEmbeddedTests(RunningOnEmbedded running) : ListGroupsContract(running);

public sealed class ListGroupsOnRedisTests(RunningOnRedis running) : ListGroupsContract(running);

/// <summary>Groups in every order, and filters on members, on both stores.</summary>
public abstract class ListGroupsContract(RunningOn running)
{
    [Theory]
    [InlineData("displayName", false)]
    [InlineData("displayName", true)]
    [InlineData("externalId", false)]
    [InlineData("externalId", true)]
    [InlineData("meta.created", true)]
    [InlineData("", false)]
    public async Task PagesInAnyOrder_ByIndexAndByCursor_HoldEveryGroupOnce(string sortBy, bool descending)
    {
        var tenant = await running.NewTenantAsync();
        await tenant.SystemGroupsAsync();
        var created = new List<(string Id, string Name, string External)>();
        foreach (var (name, external) in new[] { ("Beta", "2"), ("alpha", ""), ("Gamma", "3"), ("ä", "1"), ("delta", "") })
        {
            var group = (await tenant.CreateGroupAsync(name)).Group;
            await tenant.ChangeGroupAsync(group.Id, change => change.ExternalId = external);
            created.Add((group.Id, name, external));
        }

        var expected = sortBy switch
        {
            "displayName" => created.OrderBy(group => group.Name.ToLowerInvariant(), StringComparer.Ordinal).Select(group => group.Id),
            "externalId" => created.OrderBy(group => group.External.Length == 0).ThenBy(group => group.External, StringComparer.Ordinal).Select(group => group.Id),
            _ => created.Select(group => group.Id),
        };
        var ordered = descending ? expected.Reverse().ToList() : expected.ToList();
        foreach (var filter in new[] { "", "displayName co \"a\" or displayName pr" })
        {
            var request = new ListGroupsRequest { OrganizationId = tenant.Id, SortBy = sortBy, Descending = descending, Filter = filter, Count = 2 };
            (await ByIndexAsync(request)).ShouldBe(ordered, filter);
            (await ByCursorAsync(request)).ShouldBe(ordered, filter);
        }
    }

    [Theory]
    [InlineData("members")]
    [InlineData("members.value")]
    [InlineData("members.type")]
    public async Task AnOrderByMembers_IsRefused(string sortBy)
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidValue, async () => await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, SortBy = sortBy }));
    }

    [Fact]
    public async Task ForAdministrators_TheReservedGroupsAreTheOldest()
    {
        var tenant = await running.NewTenantAsync();
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        string[] ids = [everyone.Id, administrators.Id, (await tenant.NewGroupAsync()).Id, (await tenant.NewGroupAsync()).Id];
        foreach (var descending in new[] { false, true })
        {
            var request = new ListGroupsRequest { OrganizationId = tenant.Id, SortBy = "meta.created", Descending = descending, Count = 1, IncludeSystem = true };
            var ordered = descending ? ids.Reverse() : ids;
            (await ByIndexAsync(request)).ShouldBe(ordered);
            (await ByCursorAsync(request)).ShouldBe(ordered);
            request.Filter = "displayName pr";
            (await ByIndexAsync(request)).ShouldBe(ordered);
            (await ByCursorAsync(request)).ShouldBe(ordered);
        }
    }

    [Fact]
    public async Task FiltersOnMembers_AnswerAsIfAllMembersHadBeenRead()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(3);
        var (ann, bob, eve) = (users[0].Id, users[1].Id, users[2].Id);
        await tenant.CreateGroupAsync("none");
        await tenant.CreateGroupAsync("ann", memberIds: ann);
        await tenant.CreateGroupAsync("both", memberIds: [ann, bob]);
        await tenant.CreateGroupAsync("bob", memberIds: bob);
        var cases = new Dictionary<string, string>
        {
            [$"members.value eq \"{ann}\""] = "ann both",
            [$"members eq \"{ann}\""] = "ann both",
            [$"members[value eq \"{ann}\" and type eq \"User\"]"] = "ann both",
            [$"members[value eq \"{ann}\" and type eq \"Group\"]"] = "",
            [$"members.value eq \"{ann}\" and members.value eq \"{bob}\""] = "both",
            [$"members.value eq \"{ann}\" or members.value eq \"{bob}\""] = "ann both bob",
            [$"members.value eq \"{ann}\" or displayName eq \"none\""] = "none ann both",
            [$"not (members.value eq \"{ann}\")"] = "none bob",
            [$"members.value ne \"{ann}\""] = "none both bob", // some value differs, or there is none
            [$"members[value ne \"{ann}\"]"] = "both bob",
            [$"members[not (value eq \"{ann}\")]"] = "both bob",
            ["members pr"] = "ann both bob",
            ["not (members pr)"] = "none",
            ["members.type eq \"user\""] = "ann both bob",
            [$"members.value eq \"{eve}\""] = "",
            [$"members.value sw \"{ann[..20]}\" and members.value ew \"{ann[20..]}\""] = "ann both",
            [$"members[value co \"{bob[^6..]}\"]"] = "both bob",
            [$"members[value ge \"{ann}\" and value le \"{ann}\"]"] = "ann both",
            ["members.value eq \"\""] = "",
        };
        foreach (var (filter, expected) in cases)
        {
            var found = await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, Filter = filter, Count = 100 });
            string.Join(' ', found.Groups.Select(group => group.DisplayName)).ShouldBe(expected, filter);
        }
    }

    [Fact]
    public async Task ASearchThatMustReadMembers_IsRefusedWhereThereAreTooMany()
    {
        var tenant = await running.NewTenantAsync();
        if (running is not RunningOnEmbedded)
        {
            return; // its limit is above what a test makes
        }

        var users = await tenant.NewUsersAsync(RunningOnEmbedded.MaximumScan + 1);
        await tenant.CreateGroupAsync("large", memberIds: [.. users.Select(user => user.Id)]);
        await Refused.WithAsync(Reason.TooMany, () => FindAsync(tenant, "members.value co \"a\""));
        (await FindAsync(tenant, $"members.value eq \"{users[7].Id}\"")).TotalResults.ShouldBe(1u);
        (await FindAsync(tenant, $"not (members.value eq \"{users[7].Id}\")")).TotalResults.ShouldBe(0u);
    }

    private async Task<ListGroupsResponse> FindAsync(Tenant tenant, string filter) =>
        await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, Filter = filter, Count = 100 });

    private async Task<List<string>> ByIndexAsync(ListGroupsRequest request)
    {
        var (ids, query) = (new List<string>(), request.Clone());
        ListGroupsResponse page;
        do
        {
            query.StartIndex = (uint)ids.Count + 1;
            page = await running.Services.Groups.ListGroupsAsync(query);
            ids.AddRange(page.Groups.Select(group => group.Id));
        }
        while (ids.Count < page.TotalResults && page.Groups.Count > 0);

        return ids;
    }

    private async Task<List<string>> ByCursorAsync(ListGroupsRequest request)
    {
        var (ids, query) = (new List<string>(), request.Clone());
        query.Cursor = "";
        do
        {
            var page = await running.Services.Groups.ListGroupsAsync(query);
            ids.AddRange(page.Groups.Select(group => group.Id));
            query.Cursor = page.NextCursor;
        }
        while (query.Cursor.Length > 0);

        return ids;
    }
}
