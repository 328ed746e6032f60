using Microsoft.Extensions.Logging.Abstractions;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class SearchUsersOnEmbeddedTests(RunningOnEmbedded running) : SearchUsersTests(running);

public sealed class SearchUsersOnRedisTests(RunningOnRedis running) : SearchUsersTests(running);

/// <summary>How administrators look for people (P24), on both stores.</summary>
public abstract class SearchUsersTests(RunningOn running)
{
    private static readonly UserSearchLimits Tight = new(Sorted: 5, LookedAt: 40);
    private OptiId.Store.StoreSession? session;

    [Theory]
    [InlineData("ann", "ann.lee@example.com", "b@example.com", "c@example.com")]
    [InlineData("ann le", "ann.lee@example.com", "b@example.com")]
    [InlineData("LE ANN", "ann.lee@example.com", "b@example.com")]
    [InlineData("marie", "c@example.com")]
    [InlineData("brien", "c@example.com")]
    [InlineData("o'b", "c@example.com")]
    [InlineData("  Äng ", "d@example.com")]
    [InlineData("a\u0308ng", "d@example.com")]
    [InlineData("ａnn", "ann.lee@example.com", "b@example.com", "c@example.com")]
    [InlineData("neumann", "d@example.com")]
    [InlineData("von neu", "d@example.com")]
    [InlineData("ann.lee@example.com", "ann.lee@example.com")]
    [InlineData("lee@example")]
    [InlineData("nn")]
    [InlineData("ann zz")]
    public async Task ASearch_FindsByTheBeginningsOfUserNameGivenAndFamilyName(string text, params string[] expected)
    {
        var tenant = await running.NewTenantAsync();
        foreach (var (userName, given, family) in new[]
        {
            ("d@example.com", "Ängström", "von Neumann"), ("c@example.com", "Anne-Marie", "O'Brien"), ("b@example.com", "Ann", "Leeson"), ("ann.lee@example.com", "Zoe", "Lee"),
        })
        {
            await tenant.ProvisionAsync(Tenant.Document(userName, given: given, family: family));
        }

        (await SearchAsync(tenant, text)).Users.Select(user => user.UserName).ShouldBe(expected);
    }

    [Fact]
    public async Task AnEmptySearch_ListsTheActiveUsersByUserName_AndCountsThem()
    {
        var tenant = await running.NewTenantAsync();
        var (b, a, gone) = (await tenant.NewUserAsync("b@example.com"), await tenant.NewCollaboratorAsync("A@example.com"), await tenant.NewUserAsync("c@example.com"));
        await tenant.SetActiveAsync(gone.Id, false);
        var answer = await SearchAsync(tenant, " ");
        answer.Users.Select(user => user.Id).ShouldBe([a.Id, b.Id]);
        (answer.NextPageToken, answer.ActiveUsers).ShouldBe(("", 2ul));
        (await SearchAsync(tenant, "nobody")).ActiveUsers.ShouldBe(2ul);
    }

    [Fact]
    public async Task P9_ADeactivatedUser_IsListedOnlyWhereAskedFor_AndADeletedOneNever()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        (await SearchAsync(tenant, "ada")).Users.ShouldBeEmpty();
        (await SearchAsync(tenant, "ada", states: [UserState.Deactivated])).Users.Single().Id.ShouldBe(user.Id);
        (await SearchAsync(tenant, "", states: [UserState.Active, UserState.Deactivated])).Users.Single().Id.ShouldBe(user.Id);
        await tenant.SetActiveAsync(user.Id, true);
        (await SearchAsync(tenant, "ada")).Users.Single().Id.ShouldBe(user.Id);
        await tenant.DeleteUserAsync(user.Id);
        (await SearchAsync(tenant, "", states: [UserState.Active, UserState.Deactivated])).Users.ShouldBeEmpty();
    }

    [Fact]
    public async Task ARenamedUser_IsFoundByTheNewNamesOnly()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.PatchAsync(user.Id, ("name.familyName", "\"Byron\""), ("userName", "\"augusta@example.com\""));
        (await SearchAsync(tenant, "byr")).Users.Single().UserName.ShouldBe("augusta@example.com");
        (await SearchAsync(tenant, "augusta")).Users.Single().Id.ShouldBe(user.Id);
        (await SearchAsync(tenant, "lovelace")).Users.ShouldBeEmpty();
        (await SearchAsync(tenant, "ada@")).Users.ShouldBeEmpty();
        await tenant.PatchAsync(user.Id, ("name", null));
        (await SearchAsync(tenant, "byr")).Users.ShouldBeEmpty();
    }

    [Fact]
    public async Task ATakeOverAndARelease_MoveAUserToTheOtherSource()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        (await SearchAsync(tenant, "", [Source.Local])).Users.Single().Id.ShouldBe(user.Id);
        await tenant.NewUserAsync("grace@example.com");
        (await SearchAsync(tenant, "", [Source.Local])).Users.ShouldBeEmpty();
        (await SearchAsync(tenant, "gra", [Source.Scim])).Users.Single().Id.ShouldBe(user.Id);
        await running.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        (await SearchAsync(tenant, "gra", [Source.Scim, Source.Jit])).Users.ShouldBeEmpty();
        (await SearchAsync(tenant, "", [Source.Local])).Users.Single().Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task AnotherOrganizationsUsers_AreNotFound()
    {
        await (await running.NewTenantAsync()).NewUserAsync("ada@example.com");
        (await SearchAsync(await running.NewTenantAsync(), "ada")).Users.ShouldBeEmpty();
    }

    [Fact]
    public async Task APageToken_IsBoundToItsSearch()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewUsersAsync(3);
        var token = (await SearchAsync(tenant, "", count: 2)).NextPageToken;
        (await SearchAsync(tenant, "  ", count: 1, token: token)).Users.Count.ShouldBe(1);
        await Refused.WithAsync(Reason.InvalidCursor, () => SearchAsync(tenant, "a", token: token));
        await Refused.WithAsync(Reason.InvalidCursor, () => SearchAsync(tenant, "", [Source.Scim], token: token));
        await Refused.WithAsync(Reason.InvalidCursor, () => SearchAsync(tenant, "", states: [UserState.Deactivated], token: token));
        await Refused.WithAsync(Reason.InvalidCursor, () => SearchAsync(tenant, "", token: "made up"));
        await Refused.WithAsync(Reason.InvalidCursor, async () => await SearchAsync(await running.NewTenantAsync(), "", token: token));
    }

    [Fact]
    public async Task WhatCantBeSearchedFor_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => SearchAsync(tenant, "a\u200Bb"));
        await Refused.WithAsync(Reason.InvalidValue, () => SearchAsync(tenant, new string('a', 201)));
        await Refused.WithAsync(Reason.InvalidValue, () => SearchAsync(tenant, "a b c d e f g h i"));
        await Refused.WithAsync(Reason.InvalidValue, () => SearchAsync(tenant, "", [Source.System]));
        await Refused.WithAsync(Reason.InvalidValue, () => SearchAsync(tenant, "", states: [UserState.Deleted]));
        await Refused.WithAsync(Reason.OrganizationNotFound, () => SearchAsync(new(running.Services, "none"), ""));
    }

    [Fact]
    public async Task NamesWithoutEnd_AreIndexedInPart_AndFoundByTheirBeginnings()
    {
        var tenant = await running.NewTenantAsync();
        var (longest, many) = (new string('x', 100), string.Join(' ', Enumerable.Range(0, 1_000).Select(number => $"n{number}")));
        var user = (await tenant.ProvisionAsync(Tenant.Document("long@example.com", given: longest, family: many))).User;
        (await SearchAsync(tenant, longest)).Users.Single().Id.ShouldBe(user.Id);
        (await SearchAsync(tenant, longest + "x")).Users.ShouldBeEmpty();
        (await SearchAsync(tenant, "n5")).Users.Single().Id.ShouldBe(user.Id);
        (await Session().Reads.SortedSetLengthAsync(Session().Keys.Of(Store.Partition.Of(tenant.Id), "words", tenant.Id))).ShouldBe(UserWords.MaximumWords);
    }

    [Fact]
    public async Task EveryPageOfEverySearch_HoldsWhatGoingThroughAllUsersFinds()
    {
        var tenant = await NewCrowdAsync(60);
        var all = new List<User>();
        foreach (var state in UserSearchIndex.States)
        {
            all.AddRange(await ReadAllAsync(new(tenant.Id, [], UserSearchIndex.Sources, [state]), new(), 200));
        }

        all.Count.ShouldBe(60);
        var random = new Random(11);
        foreach (var text in new[] { "", "a", "an", "ann", "l", "user", "user1", "ann lee", "a l", "zz", "lee a u", "user1 ann" })
        {
            for (var round = 0; round < 2; round++)
            {
                var query = new UserSearchQuery(tenant.Id, UserWords.InSearch(text), Some(random, UserSearchIndex.Sources), Some(random, UserSearchIndex.States));
                var expected = all.Where(user => query.States.Contains(user.State) && query.Sources.Contains(user.Source) && UserWords.Match(user, query.Terms))
                    .OrderBy(user => user.UserName, StringComparer.Ordinal).Select(user => user.Id).ToList();
                (await ReadAllAsync(query, new(), random.Next(1, 60))).Select(user => user.Id).ShouldBe(expected, text);
                (await ReadAllAsync(query, Tight, random.Next(1, 60))).Select(user => user.Id).ShouldBe(expected, text);
            }
        }
    }

    [Fact]
    public async Task APage_LooksAtFewRecords_HoweverManyThereAreAndMatch()
    {
        var tenant = await NewCrowdAsync(1_000, localEvery: 200);
        var everybody = new UserSearchQuery(tenant.Id, [], UserSearchIndex.Sources, [UserState.Active]);
        var search = NewSearch(new(Sorted: 200, LookedAt: 500));

        // Everybody, a beginning that a quarter of all have (more than are sorted), and one of three words that few have.
        (await search.ReadAsync(everybody, null, 50)).LookedAt.ShouldBeLessThanOrEqualTo(64 + 128);
        var common = await search.ReadAsync(everybody with { Terms = ["ann"] }, null, 50);
        (common.Users.Count, common.LookedAt <= 50 * 4 * 4).ShouldBe((50, true));
        (await search.ReadAsync(everybody with { Terms = ["user999"] }, null, 50)).LookedAt.ShouldBe(1);
        (await search.ReadAsync(everybody with { Terms = ["ann", "user996"] }, null, 50)).LookedAt.ShouldBe(1);

        // The few that an administrator manages among thousands; and what nobody of them is called.
        var local = await search.ReadAsync(everybody with { Sources = [Source.Local] }, null, 50);
        (local.Users.Count, local.LookedAt).ShouldBe((5, 5));
        (await search.ReadAsync(everybody with { Sources = [Source.Local], Terms = ["ben"] }, null, 50)).LookedAt.ShouldBeLessThanOrEqualTo(5);
        (await search.ReadAsync(everybody with { States = [UserState.Deactivated], Terms = ["ann"] }, null, 50)).LookedAt.ShouldBe(0);

        // Where no index helps, the page ends at the bound, and the next one goes on.
        var hard = await search.ReadAsync(everybody with { Terms = ["ann", "ben"] }, null, 50);
        (hard.Users.Count, hard.LookedAt, hard.Next is null).ShouldBe((0, 500, false));
    }

    [Fact]
    public async Task UsersOfBeforeTheIndex_AreFoundOnceTheyAreIndexed_AlsoThoseWhoWereEditedSince()
    {
        var tenant = await NewCrowdAsync(60);
        var edited = (await SearchAsync(tenant, "user1@")).Users.Single();
        var (session, partition) = (Session(), Store.Partition.Of(tenant.Id));
        ((string?)await session.Reads.HashGetAsync(session.Keys.Of(partition, "search-indexed"), tenant.Id)).ShouldBe("done");
        var before = await EntriesAsync();
        foreach (var key in IndexOf(tenant))
        {
            await session.Reads.KeyDeleteAsync(key);
        }

        await session.Reads.HashDeleteAsync(session.Keys.Of(partition, "search-indexed"), tenant.Id);
        await tenant.PatchAsync(edited.Id, ("name.familyName", "\"Byron\""));
        (await SearchAsync(tenant, "user1@")).Users.ShouldBeEmpty();
        await tenant.PatchAsync(edited.Id, ("name.familyName", $"\"{System.Text.Json.Nodes.JsonNode.Parse(edited.Document.ToStringUtf8())!["name"]!["familyName"]}\""));

        await Task.WhenAll(IndexAsync(), IndexAsync()); // two replicas
        (await EntriesAsync()).ShouldBe(before);
        ((string?)await session.Reads.HashGetAsync(session.Keys.Of(partition, "search-indexed"), tenant.Id)).ShouldBe("done");
        await IndexAsync();
        (await EntriesAsync()).ShouldBe(before);

        async Task<List<string>> EntriesAsync() => [.. (await Task.WhenAll(IndexOf(tenant).Select(key => session.Reads.SortedSetRangeByRankAsync(key))))
            .SelectMany((entries, number) => entries.Select(entry => $"{number} {Convert.ToHexString((byte[])entry!)}"))];
    }

    [Fact]
    public async Task AnIndexingThatWasStopped_GoesOnFromItsPlace()
    {
        var tenant = await running.NewTenantAsync();
        var (first, second) = (await tenant.NewUserAsync("first@example.com"), await tenant.NewUserAsync("second@example.com"));
        foreach (var key in IndexOf(tenant))
        {
            await Session().Reads.KeyDeleteAsync(key);
        }

        var place = new ServiceDefaults.ListPlace(Scim.SortValue.None, first.Number, first.Id);
        await Session().Reads.HashSetAsync(Session().Keys.Of(Store.Partition.Of(tenant.Id), "search-indexed"), tenant.Id, place.ToString());
        await IndexAsync();
        (await SearchAsync(tenant, "")).Users.Select(user => user.Id).ShouldBe([second.Id]);
    }

    private StackExchange.Redis.RedisKey[] IndexOf(Tenant tenant) =>
    [
        Session().Keys.Of(Store.Partition.Of(tenant.Id), "words", tenant.Id),
        .. new UserSearchIndex(Session()).ListsOf(tenant.Id, UserSearchIndex.Sources, UserSearchIndex.States),
    ];

    private async Task IndexAsync()
    {
        var store = new UserStore(Session(), TimeProvider.System);
        using var indexing = new SearchIndexing(
            Session(), new(Session(), TimeProvider.System), store, new(Session(), store), TimeProvider.System, NullLogger<SearchIndexing>.Instance);
        await indexing.IndexAsync(TestContext.Current.CancellationToken);
    }

    private static IReadOnlyCollection<T> Some<T>(Random random, T[] all) => [.. all.Where((_, number) => random.Next(2) == 0 || number == 0)];

    private async Task<Tenant> NewCrowdAsync(int count, int localEvery = 7)
    {
        string[] given = ["Ann", "Ben", "Anna", "Leo"], family = ["Lee", "Anders", "Smith", "Lopez", "Zhu"];
        var tenant = await running.NewTenantAsync();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(8)) // as many at once as identity providers send
        {
            await Task.WhenAll(chunk.Select(number => number % localEvery == 0
                ? tenant.NewCollaboratorAsync($"user{number}@example.com")
                : ProvisionAsync(tenant, number, given[number % given.Length], family[number % family.Length], isSmall: count < 1_000)));
        }

        return tenant;
    }

    // One in five is deactivated in a small crowd; in a large one that would cost a write more each.
    private static async Task<User> ProvisionAsync(Tenant tenant, int number, string given, string family, bool isSmall) =>
        (await tenant.ProvisionAsync(Tenant.Document($"user{number}@example.com", given: given, family: family), active: !isSmall || number % 5 != 0)).User;

    private async Task<List<User>> ReadAllAsync(UserSearchQuery query, UserSearchLimits limits, int count)
    {
        var (users, search, pages) = (new List<User>(), NewSearch(limits), 0);
        byte[]? after = null;
        do
        {
            (++pages).ShouldBeLessThan(200, "The pages come to no end.");
            var page = await search.ReadAsync(query, after, count);
            page.Users.Count.ShouldBeLessThanOrEqualTo(count);
            page.LookedAt.ShouldBeLessThanOrEqualTo(limits.LookedAt);
            users.AddRange(page.Users);
            after = page.Next;
        }
        while (after is not null);
        return users;
    }

    private UserSearch NewSearch(UserSearchLimits limits) => new(new UserStore(Session(), TimeProvider.System), new UserSearchIndex(Session()), limits);

    private OptiId.Store.StoreSession Session() => session ??= running.Store.OpenSession("identity");

    private async Task<SearchUsersResponse> SearchAsync(
        Tenant tenant, string text, IEnumerable<Source>? sources = null, IEnumerable<UserState>? states = null, uint count = 0, string token = "") =>
        await running.Services.Users.SearchUsersAsync(new()
        {
            OrganizationId = tenant.Id,
            Text = text,
            Sources = { sources ?? [] },
            States = { states ?? [] },
            PageSize = count,
            PageToken = token,
        });
}
