using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Searches by POST and over all resources (RFC 7644 §3.4.2.1, §3.4.3).</summary>
public sealed class SearchTests(RunningGateway running)
{
    private const string SearchUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    [Theory]
    [InlineData("userName sw \"a\"", "ada ann")]
    [InlineData("displayName eq \"Ann\"", "ann Ann")]
    [InlineData("displayName pr", "ann Ann Team")]
    [InlineData("meta.resourceType eq \"Group\"", "Ann Team")]
    [InlineData("meta.resourceType eq \"User\" and not (userName eq \"bob@example.com\")", "ada ann")]
    [InlineData("userName eq \"bob@example.com\" or displayName co \"ea\"", "bob Team")]
    [InlineData("userName ne \"bob@example.com\"", "ada ann Ann Team")]
    [InlineData("members pr", "Team")]
    [InlineData("id pr", "ada bob ann Ann Team")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr", "Ann Team")]
    public async Task TheBaseUrl_IsSearchedAcrossTypes(string filter, string expected)
    {
        using var scim = await NewDirectoryAsync();
        Names(await scim.GetAsync($"?filter={Uri.EscapeDataString(filter)}")).ShouldBe(expected);
        Names(await scim.PostAsync("/.search", Search(("filter", filter)))).ShouldBe(expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task PagesOfTheBaseUrl_HoldEveryResourceOnce(int count)
    {
        using var scim = await NewDirectoryAsync();
        var byIndex = new List<string>();
        for (var start = 1; start <= 5; start += count)
        {
            var page = await scim.GetAsync($"?startIndex={start}&count={count}");
            ((int)page.Body["totalResults"]!, (int)page.Body["startIndex"]!, (int)page.Body["itemsPerPage"]!).ShouldBe((5, start, page.Resources.Count));
            byIndex.Add(Names(page));
        }

        string.Join(' ', byIndex).ShouldBe("ada bob ann Ann Team");
        var (byCursor, cursor) = (new List<string>(), (string?)"");
        while (cursor is not null)
        {
            var page = await scim.PostAsync("/.search", Search(("cursor", cursor), ("count", count)));
            page.Body.ContainsKey("startIndex").ShouldBeFalse();
            ((int)page.Body["totalResults"]!).ShouldBe(5);
            byCursor.Add(Names(page));
            cursor = (string?)page.Body["nextCursor"];
        }

        string.Join(' ', byCursor).ShouldBe("ada bob ann Ann Team");
        byCursor.Count.ShouldBeLessThanOrEqualTo((5 / count) + 1);
    }

    [Fact]
    public async Task APageBeyondTheEnd_OrOfNothing_SaysHowManyThereAre()
    {
        using var scim = await NewDirectoryAsync();
        foreach (var query in new[] { "?startIndex=6", "?startIndex=99999999999999999999", "?count=0", "?count=-1", "?cursor=&count=0" })
        {
            var page = await scim.GetAsync(query);
            ((int)page.Body["totalResults"]!, page.Resources.Count).ShouldBe((5, 0), query);
            page.Body.ContainsKey("nextCursor").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task ASearchByPost_IsTheListByGet()
    {
        using var scim = await NewDirectoryAsync();
        foreach (var endpoint in new[] { "/Users", "/Groups" })
        {
            var byGet = await scim.GetAsync($"{endpoint}?sortBy=meta.created&sortOrder=descending&startIndex=2&count=1&attributes=displayName");
            var byPost = await scim.PostAsync($"{endpoint}/.search", Search(
                ("sortBy", "meta.created"), ("sortOrder", "descending"), ("startIndex", 2), ("count", 1), ("attributes", new JsonArray("displayName"))));
            byPost.Text.ShouldBe(byGet.Text);
            byPost.Resources.Count.ShouldBe(1);
            byPost.Resources[0].Select(attribute => attribute.Key).Except(["displayName"]).ShouldBe(["schemas", "id"]);
        }
    }

    [Fact]
    public async Task WhatIsNotUnderstood_IsRefused()
    {
        using var scim = await NewDirectoryAsync();
        foreach (var (target, body, type) in new (string, JsonObject, string)[]
        {
            ("/.search", new(), "invalidValue"),
            ("/.search", Search(("filter", "nonsense pr")), "invalidFilter"),
            ("/.search", Search(("filter", "")), "invalidFilter"),
            ("/Groups/.search", Search(("filter", " ")), "invalidFilter"),
            ("/.search", Search(("sortBy", "displayName")), "invalidValue"),
            ("/.search", Search(("cursor", "x.y")), "invalidCursor"),
            ("/.search", Search(("cursor", "u.y")), "invalidCursor"),
            ("/.search", Search(("cursor", "g.y")), "invalidCursor"),
            ("/Users/.search", Search(("cursor", ""), ("startIndex", 1)), "invalidCursor"),
            ("/Users/.search", Search(("sortBy", "nonsense")), "invalidValue"),
            ("/Users/.search", Search(("sortBy", "userName"), ("sortOrder", "upwards")), "invalidValue"),
            ("/Users/.search", Search(("filter", "members pr")), "invalidFilter"),
            ("/Users/.search", Search(("filter", "groups.value pr")), "invalidFilter"),
            ("/Groups/.search", Search(("count", "ten")), "invalidValue"),
        })
        {
            var answer = await scim.PostAsync(target, body);
            (answer.Status, answer.ScimType).ShouldBe((400, type), $"{target} {body.ToJsonString()}");
        }
    }

    [Fact]
    public async Task ASearch_NeedsNoMoreThanTheScopeToRead()
    {
        var tenant = await running.NewTenantAsync();
        using var reader = ScimClient.WithToken(running.BaseUrl, (await running.Services.IssueTokenAsync(tenant.Id, Tokens.V1.Scope.Read)).Secret);
        using var writer = ScimClient.WithToken(running.BaseUrl, (await running.Services.IssueTokenAsync(tenant.Id, Tokens.V1.Scope.Write)).Secret);
        foreach (var target in new[] { "/.search", "/Users/.search", "/Groups/.search" })
        {
            (await reader.PostAsync(target, Search())).Status.ShouldBe(200);
            (await writer.PostAsync(target, Search())).Status.ShouldBe(403);
        }
    }

    [Fact]
    public async Task TheHeadOfAList_HasNoBody()
    {
        using var scim = await NewDirectoryAsync();
        foreach (var target in new[] { "", "/Users", "/Groups" })
        {
            var answer = await scim.SendAsync(HttpMethod.Head, target, null);
            (answer.Status, answer.Text).ShouldBe((200, ""));
        }
    }

    private static JsonObject Search(params (string Name, JsonNode Value)[] members)
    {
        var search = new JsonObject { ["schemas"] = new JsonArray(SearchUrn) };
        foreach (var (name, value) in members)
        {
            search[name] = value;
        }

        return search;
    }

    private static string Names(ScimAnswer answer) => string.Join(' ', answer.Resources.Select(resource =>
        (string?)resource["userName"] is { } userName ? userName.Split('@')[0] : (string)resource["displayName"]!));

    private async Task<ScimClient> NewDirectoryAsync()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        await scim.PostAsync("/Users", ScimBodies.User("bob@example.com"));
        var ann = await scim.PostAsync("/Users", ScimBodies.User("ann@example.com", user => user["displayName"] = "Ann"));
        await scim.PostAsync("/Groups", ScimBodies.Group("Ann"));
        await scim.PostAsync("/Groups", ScimBodies.Group("Team", ann.Id));
        return scim;
    }
}
