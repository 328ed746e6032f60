using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class FilterIndexOnEmbeddedTests(RunningOnEmbedded running) : FilterIndexContract(running);

public sealed class FilterIndexOnRedisTests(RunningOnRedis running) : FilterIndexContract(running);

/// <summary>What indexes answer is what holding the filter against every user answers, on random directories.</summary>
public abstract class FilterIndexContract(RunningOn running)
{
    private const int Users = 40, Filters = 150;

    private static readonly string[] Words = ["ann", "Ann", "anna", "bob", "BO", "ånn", "Ａnn", "x", ""];
    private static readonly string[] TextOperators = ["eq", "eq", "eq", "sw", "sw", "ne", "co", "ew", "gt", "le"];
    private static readonly string[] TextAttributes = ["userName", "externalId", "displayName", "emails.value", "emails", "title", "emails.type", "name.familyName", "id"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AnyFilter_FindsByIndexesWhatAScanFinds(int seed)
    {
        var random = new Random(seed);
        var tenant = await running.NewTenantAsync();
        for (var i = 0; i < Users; i++)
        {
            await ChangeAtRandomAsync(tenant, await NewUserAsync(tenant, random), random);
        }

        var all = (await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 1_000 })).Users;
        for (var i = 0; i < Filters; i++)
        {
            var text = RandomFilter(random, depth: 3, all);
            var filter = FilterParser.Parse(text, ResourceTypes.User);
            var expected = all.Where(user => FilterEvaluator.Matches(filter, Resource(user), ResourceTypes.User)).Select(user => user.Id);
            var found = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Filter = text, Count = 1_000 });
            found.Users.Select(user => user.Id).ShouldBe(expected, $"{text} (seed {seed})");
            found.TotalResults.ShouldBe((uint)found.Users.Count, text);
        }
    }

    private static JsonObject Resource(User user)
    {
        var resource = JsonNode.Parse(user.Document.Span)!.AsObject();
        resource["id"] = user.Id;
        resource["active"] = user.State == UserState.Active;
        return resource;
    }

    private static async Task<User> NewUserAsync(Tenant tenant, Random random) => (await tenant.ProvisionAsync(RandomDocument(random))).User;

    private static Google.Protobuf.ByteString RandomDocument(Random random) => Tenant.Document(
        string.Create(CultureInfo.InvariantCulture, $"{Word(random)}{random.Next(1_000_000)}@example.com"),
        externalId: random.Next(3) == 0 ? null : Word(random),
        family: Word(random),
        and: document =>
        {
            if (random.Next(2) == 0)
            {
                document["displayName"] = Word(random);
            }

            if (random.Next(2) == 0)
            {
                document["title"] = Word(random);
            }

            document["emails"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ =>
                (JsonNode)new JsonObject { ["value"] = Word(random), ["type"] = random.Next(2) == 0 ? "work" : "home" })]);
        });

    // Indexes have to follow.
    private static async Task ChangeAtRandomAsync(Tenant tenant, User user, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                await tenant.ReplaceAsync(user.Id, RandomDocument(random));
                break;
            case 1:
                await tenant.SetActiveAsync(user.Id, false);
                break;
            case 2:
                await tenant.DeleteUserAsync(user.Id);
                break;
            default:
                break;
        }
    }

    private static string RandomFilter(Random random, int depth, IReadOnlyList<User> users) => (depth == 0 ? 0 : random.Next(7)) switch
    {
        1 or 2 => $"({RandomFilter(random, depth - 1, users)}) and ({RandomFilter(random, depth - 1, users)})",
        3 or 4 => $"({RandomFilter(random, depth - 1, users)}) or ({RandomFilter(random, depth - 1, users)})",
        5 => $"not ({RandomFilter(random, depth - 1, users)})",
        6 => $"emails[value {Pick(random, TextOperators)} \"{Word(random)}\" {Pick(random, ["and", "or"])} type eq \"{Pick(random, ["work", "home"])}\"]",
        _ => RandomComparison(random, users),
    };

    private static string RandomComparison(Random random, IReadOnlyList<User> users)
    {
        var attribute = Pick(random, TextAttributes);
        var value = random.Next(3) == 0 ? users[random.Next(users.Count)] switch
        {
            var user when attribute == "id" => user.Id,
            var user when attribute == "userName" => user.UserName.ToUpperInvariant(),
            _ => Word(random),
        }
        : Word(random);
        return random.Next(12) switch
        {
            0 => $"{attribute} pr",
            1 => $"active eq {(random.Next(2) == 0 ? "true" : "false")}",
            _ => $"{attribute} {Pick(random, TextOperators)} \"{value}\"",
        };
    }

    private static string Word(Random random) => Pick(random, Words);

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
