using System.Text.Json.Nodes;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class ListOrderOnEmbeddedTests(RunningOnEmbedded running) : ListOrderContract(running);

public sealed class ListOrderOnRedisTests(RunningOnRedis running) : ListOrderContract(running);

/// <summary>Lists in every order, by index and by cursor (RFC 7644 §3.4.2, RFC 9865), on both stores.</summary>
public abstract class ListOrderContract(RunningOn running)
{
    private static readonly string[] ByCodePoint =
    [
        "_@example.com", "ann@example.co", "Ann@example.com", "bob@example.com", "zoë@example.com", "äbc@example.com", "\uFFFDx@example.com", "\U0001F600@example.com",
    ];

    [Theory]
    [InlineData("userName", false)]
    [InlineData("userName", true)]
    [InlineData("meta.created", false)]
    [InlineData("meta.created", true)]
    [InlineData("name.familyName", false)]
    [InlineData("name.familyName", true)]
    [InlineData("", false)]
    public async Task PagesInAnyOrder_ByIndexAndByCursor_HoldEveryUserOnce(string sortBy, bool descending)
    {
        var tenant = await running.NewTenantAsync();
        string[] names = ["bob@example.com", "Ann@example.com", "ann@example.co", "äbc@example.com", "zoë@example.com", "\U0001F600@example.com", "\uFFFDx@example.com", "_@example.com"];
        string[] families = ["Zuse", "ada", "Meyer", "", "Ada", "Öl", "zuse", ""];
        var created = new List<(string Id, string Name, string Family)>();
        foreach (var (name, family) in names.Zip(families))
        {
            created.Add(((await tenant.ProvisionAsync(Tenant.Document(name, family: family, and: document => RemoveEmpty(document["name"]!.AsObject())))).User.Id, name, family));
        }

        var expected = sortBy switch
        {
            // By code point, which for all but the two last is the order of UTF-16 too.
            "userName" => ByCodePoint.Select(name => created.Single(user => user.Name == name).Id),
            "name.familyName" => created.OrderBy(user => user.Family.Length == 0).ThenBy(user => user.Family.ToLowerInvariant(), StringComparer.Ordinal).Select(user => user.Id),
            _ => created.Select(user => user.Id),
        };
        var ordered = descending ? expected.Reverse().ToList() : expected.ToList();
        (await ByIndexAsync(tenant, sortBy, descending)).ShouldBe(ordered);
        (await ByCursorAsync(tenant, sortBy, descending)).ShouldBe(ordered);
        (await ByIndexAsync(tenant, sortBy, descending, "userName co \"e\"")).ShouldBe(ordered);
        (await ByCursorAsync(tenant, sortBy, descending, "userName co \"e\"")).ShouldBe(ordered);
    }

    [Fact]
    public async Task APrefixOfTheUserName_IsFoundByItsIndex()
    {
        var tenant = await running.NewTenantAsync();
        foreach (var name in new[] { "ann@example.com", "Anna@example.com", "annb@example.com", "bob@example.com", "an@example.com", "ånn@example.com" })
        {
            await tenant.NewUserAsync(name);
        }

        (await NamesAsync(tenant, "userName sw \"ANN\"")).ShouldBe(["ann@example.com", "Anna@example.com", "annb@example.com"]);
        (await NamesAsync(tenant, "userName sw \"ann\" and not (userName co \"@e\")")).ShouldBeEmpty();
        (await NamesAsync(tenant, "userName sw \"anna\" or userName sw \"ann\" or userName eq \"bob@example.com\"")).ShouldBe(
            ["ann@example.com", "Anna@example.com", "annb@example.com", "bob@example.com"]);
        (await NamesAsync(tenant, "userName sw \"å\"")).ShouldBe(["ånn@example.com"]);
        (await NamesAsync(tenant, "userName sw \"annz\"")).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheOrderByName_FollowsRenamesAndDeletions()
    {
        var tenant = await running.NewTenantAsync();
        var users = new[] { await tenant.NewUserAsync("a@example.com"), await tenant.NewUserAsync("b@example.com"), await tenant.NewUserAsync("c@example.com") };
        await tenant.PatchAsync(users[0].Id, ("userName", "\"z@example.com\""));
        await tenant.DeleteUserAsync(users[1].Id);
        (await ByIndexAsync(tenant, "userName", descending: false)).ShouldBe([users[2].Id, users[0].Id]);
        await tenant.NewUserAsync("b@example.com");
        (await ByIndexAsync(tenant, "userName", descending: false)).ShouldBe([users[1].Id, users[2].Id, users[0].Id]);
        await tenant.SetActiveAsync(users[2].Id, false);
        (await ByIndexAsync(tenant, "userName", descending: false)).ShouldBe([users[1].Id, users[2].Id, users[0].Id]);
    }

    [Fact]
    public async Task AUserWhoIsCreatedAnew_IsTheLastInTheOrderOfCreation()
    {
        var tenant = await running.NewTenantAsync();
        var users = new[] { await tenant.NewUserAsync("a@example.com"), await tenant.NewUserAsync("b@example.com") };
        await tenant.DeleteUserAsync(users[0].Id);
        (await tenant.NewUserAsync("a@example.com")).Id.ShouldBe(users[0].Id);
        (await ByIndexAsync(tenant, "", descending: false)).ShouldBe([users[1].Id, users[0].Id]);
        (await ByIndexAsync(tenant, "meta.created", descending: true)).ShouldBe([users[0].Id, users[1].Id]);
    }

    [Fact]
    public async Task PagesByCursorOfASearch_HoldEveryMatchOnce_WhileOthersComeAndGo()
    {
        var tenant = await running.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            ids.Add((await tenant.ProvisionAsync(Tenant.Document($"u{i}@example.com", family: i % 2 == 0 ? "Even" : "Odd"))).User.Id);
        }

        var even = ids.Where((_, index) => index % 2 == 0).ToList();
        var listed = new List<string>();
        var cursor = "";
        do
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Filter = "name.familyName eq \"even\"", Count = 4, Cursor = cursor });
            page.TotalResults.ShouldBe((uint)even.Count);
            listed.AddRange(page.Users.Select(user => user.Id));
            cursor = page.NextCursor;
            await tenant.DeleteUserAsync(listed[^2]);
        }
        while (cursor.Length > 0);

        listed.ShouldBe(even);
    }

    [Fact]
    public async Task ACursor_IsBoundToItsQueryAndOrganization()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        await tenant.NewUsersAsync(3);
        await other.NewUsersAsync(3);
        var query = new ListUsersRequest { OrganizationId = tenant.Id, Filter = "userName pr", SortBy = "userName", Count = 1, Cursor = "" };
        query.Cursor = (await running.Services.Users.ListUsersAsync(query)).NextCursor;
        (await running.Services.Users.ListUsersAsync(query)).Users.Count.ShouldBe(1);
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.OrganizationId = other.Id));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.Filter = "userName co \"@\""));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.Filter = ""));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.SortBy = ""));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.Descending = true));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.StartIndex = 2));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.Cursor = string.Concat(list.Cursor.Select(c => c == 'A' ? 'B' : 'A'))));
        await Refused.WithAsync(Reason.InvalidCursor, () => ListAsync(query, list => list.Cursor = "x"));
        (await ListAsync(query, list => list.Count = 2)).Users.Count.ShouldBe(2);
        query.Cursor.ShouldNotContain("example");
    }

    [Fact]
    public async Task AValueThatVeryManyShare_IsStillFound()
    {
        var tenant = await running.NewTenantAsync();
        if (running is RunningOnEmbedded)
        {
            return; // its limit on searches is below the number
        }

        foreach (var chunk in Enumerable.Range(0, SharedIndex.MaximumShared + 5).Chunk(50))
        {
            await Task.WhenAll(chunk.Select(i => tenant.ProvisionAsync(Tenant.Document($"u{i}@example.com", externalId: "all the same"))));
        }

        (await tenant.FindAsync("externalId eq \"all the same\"")).TotalResults.ShouldBe((uint)SharedIndex.MaximumShared + 5);
        var one = (await tenant.FindAsync("userName eq \"u7@example.com\"")).Users.Single();
        await tenant.PatchAsync(one.Id, ("externalId", "\"own\""));
        (await tenant.FindAsync("externalId eq \"all the same\"")).TotalResults.ShouldBe((uint)SharedIndex.MaximumShared + 4);
        (await tenant.FindAsync("externalId eq \"own\"")).Users.Single().Id.ShouldBe(one.Id);
    }

    [Fact]
    public async Task APageThatWouldBeTooLarge_IsCut_AndTheNextOneGoesOn()
    {
        var tenant = await running.NewTenantAsync();
        var large = new string('x', 1_000);
        const int Count = 260; // of some 50 KiB each
        foreach (var chunk in Enumerable.Range(0, Count).Chunk(20))
        {
            await Task.WhenAll(chunk.Select(i => tenant.ProvisionAsync(Tenant.Document($"u{i}@example.com", and: document => document["roles"] =
                new JsonArray([.. Enumerable.Range(0, 50).Select(r => (JsonNode)new JsonObject { ["value"] = $"{r}{large}" })])))));
        }

        var listed = new List<string>();
        var (cursor, pages) = ("", 0);
        do
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 1_000, Cursor = cursor });
            page.CalculateSize().ShouldBeLessThan(MessageSizes.Maximum);
            listed.AddRange(page.Users.Select(user => user.Id));
            (cursor, pages) = (page.NextCursor, pages + 1);
        }
        while (cursor.Length > 0);

        (listed.Distinct().Count(), listed.Count).ShouldBe((Count, Count));
        pages.ShouldBe(2);
    }

    private static void RemoveEmpty(JsonObject name)
    {
        if ((string?)name["familyName"] == "")
        {
            name.Remove("familyName");
        }
    }

    private async Task<ListUsersResponse> ListAsync(ListUsersRequest query, Action<ListUsersRequest> change)
    {
        var changed = query.Clone();
        change(changed);
        return await running.Services.Users.ListUsersAsync(changed);
    }

    private async Task<IEnumerable<string>> NamesAsync(Tenant tenant, string filter) =>
        (await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Filter = filter, SortBy = "userName", Count = 100 })).Users.Select(user => user.UserName);

    private async Task<List<string>> ByIndexAsync(Tenant tenant, string sortBy, bool descending, string filter = "")
    {
        var (ids, total) = (new List<string>(), 0u);
        do
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Filter = filter, SortBy = sortBy, Descending = descending, StartIndex = (uint)ids.Count + 1, Count = 3 });
            total = page.TotalResults;
            page.NextCursor.ShouldBeEmpty();
            ids.AddRange(page.Users.Select(user => user.Id));
        }
        while (ids.Count < total);

        return ids;
    }

    private async Task<List<string>> ByCursorAsync(Tenant tenant, string sortBy, bool descending, string filter = "")
    {
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Filter = filter, SortBy = sortBy, Descending = descending, Count = 3, Cursor = cursor });
            ids.AddRange(page.Users.Select(user => user.Id));
            cursor = page.NextCursor;
        }
        while (cursor.Length > 0);

        return ids;
    }
}
