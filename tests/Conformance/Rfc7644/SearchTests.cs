using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.4.2.1 and §3.4.3: queries of the base URL, and queries by POST.</summary>
public sealed class SearchTests(RunningSystem running) : SectionTests(running)
{
    private const string SearchUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    [Fact, Requirement("7644-3.4.2-01", "7644-3.4.2.1-01", "7644-3.4.2.1-02", "7644-3.4.2.1-03", "7644-3.4.2.1-05")]
    public async Task TheBaseUrl_HoldsAllResources_SubjectToTheFilter()
    {
        var user = await NewUserWithAsync("""
            "displayName":"Editors"
            """);
        var group = await NewGroupAsync("Editors", user.Id);
        (await FindAsync("displayName eq \"editors\"", "")).ShouldBe([user.Id, group.Id], ignoreOrder: true);
        (await FindAsync("meta.resourceType eq \"Group\"", "")).ShouldBe([group.Id]);
        (await FindAsync("(meta.resourceType eq \"User\") or (meta.resourceType eq \"Group\")", "")).ShouldBe([user.Id, group.Id], ignoreOrder: true);
        (await FindAsync($"id eq \"{group.Id}\"", "")).ShouldBe([group.Id]);
        var whole = await Scim.GetAsync("");
        ((int)whole.Body["totalResults"]!, whole.Resources.Count).ShouldBe((2, 2));
        foreach (var resource in whole.Resources)
        {
            ShouldBeJson(resource, resource["id"]!.GetValue<string>() == user.Id ? user.Text : group.Text);
        }
    }

    [Fact, Requirement("7644-3.4.2.1-05", "7644-3.4.2.1-06")]
    public async Task AnAttributeThatATypeDoesNotHave_HasNoValueThere()
    {
        var user = await NewUserAsync();
        var group = await NewGroupAsync("Editors", user.Id);
        (await FindAsync("userName sw \"ada\"", "")).ShouldBe([user.Id]);
        (await FindAsync("not (userName pr)", "")).ShouldBe([group.Id]);
        (await FindAsync($"members.value eq \"{user.Id}\" or userName pr", "")).ShouldBe([user.Id, group.Id], ignoreOrder: true);
        (await FindAsync("userName pr and displayName eq \"Editors\"", "")).ShouldBeEmpty();
        (await FilterAsync("colour eq \"red\"")).ScimType.ShouldBe("invalidFilter");
        var nowhere = await Scim.GetAsync("?filter=colour+eq+%22red%22");
        (nowhere.Status, nowhere.ScimType).ShouldBe((400, "invalidFilter"));
    }

    [Fact, Requirement("7644-3.4.2-05", "7644-3.4.2-07", "7644-3.4.2-08", "7644-3.4.2.1-02")]
    public async Task PagesOfTheBaseUrl_GoThroughAll()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await NewUserAsync($"user{i}@example.com")).Id);
            ids.Add((await NewGroupAsync($"Group {i}")).Id);
        }

        var found = new List<string>();
        for (var start = 1; start <= 6; start += 2)
        {
            var page = await Scim.GetAsync($"?startIndex={start}&count=2");
            ((int)page.Body["totalResults"]!, (int)page.Body["startIndex"]!, (int)page.Body["itemsPerPage"]!).ShouldBe((6, start, 2));
            found.AddRange(page.Resources.Select(resource => (string)resource["id"]!));
        }

        found.ShouldBe(ids, ignoreOrder: true);
    }

    [Theory, Requirement(
        "7644-3.4.3-01", "7644-3.4.3-02", "7644-3.4.3-03", "7644-3.4.3-05", "7644-3.4.3-06", "7644-3.4.3-07", "7644-3.4.3-08", "7644-3.4.3-09", "7644-3.4.3-10",
        "7644-3.4.3-11", "7644-3.4.3-16", "7644-3.4.3-17")]
    [InlineData("{}", "")]
    [InlineData("""{"filter":"title co \"t\""}""", "filter=title+co+%22t%22")]
    [InlineData("""{"startIndex":2,"count":1}""", "startIndex=2&count=1")]
    [InlineData("""{"count":0}""", "count=0")]
    [InlineData("""{"count":-7,"startIndex":-1}""", "count=-7&startIndex=-1")]
    [InlineData("""{"attributes":["userName","title"]}""", "attributes=userName,title")]
    [InlineData("""{"excludedAttributes":["id","schemas","userName","name.givenName"]}""", "excludedAttributes=id,schemas,userName,name.givenName")]
    [InlineData("""{"attributes":["urn:ietf:params:scim:schemas:core:2.0:User:userName"],"filter":"title pr","count":5}""",
        "attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName&filter=title+pr&count=5")]
    public async Task ASearch_AnswersWhatTheQueryAnswers(string parameters, string query)
    {
        await NewUserWithAsync("""
            "title":"Countess"
            """);
        await NewUserAsync("ben@example.com");
        var found = await SearchAsync("/Users", parameters);
        found.Status.ShouldBe(200, found.Text);
        ShouldBeJson(found.Body, (await Scim.GetAsync($"/Users?{query}")).Text);
        ShouldBeJson(found.Body["schemas"], $"[\"{ListUrn}\"]");
        (await Scim.GetAsync("/Users")).Resources.Count.ShouldBe(2, "a search creates nothing");
    }

    [Theory, Requirement("7644-3.4.3-12", "7644-3.4.3-13", "7644-3.4.3-14", "7644-3.4.3-15", "7644-3.4.2.3-04")]
    [InlineData("""{"sortBy":"userName"}""", "ab")]
    [InlineData("""{"sortBy":"userName","sortOrder":"ascending"}""", "ab")]
    [InlineData("""{"sortBy":"urn:ietf:params:scim:schemas:core:2.0:User:userName","sortOrder":"descending"}""", "ba")]
    public async Task ASearch_IsSorted(string parameters, string expected)
    {
        var ben = await NewUserAsync("ben@example.com");
        var ada = await NewUserAsync();
        (await SearchAsync("/Users", parameters)).Resources.Select(user => (string)user["id"]!)
            .ShouldBe(expected.Select(letter => letter == 'a' ? ada.Id : ben.Id));
    }

    [Theory, Requirement("7644-3.4.3-01", "7644-3.4.3-02")]
    [InlineData("", 2)]
    [InlineData("/Users", 1)]
    [InlineData("/Groups", 1)]
    public async Task EveryQueryEndpoint_CanBeSearched(string endpoint, int expected)
    {
        await NewUserAsync();
        await NewGroupAsync();
        var found = await SearchAsync(endpoint, """{"filter":"id pr"}""");
        (found.Status, (int?)found.Body["totalResults"]).ShouldBe((200, expected), found.Text);
        using var reader = ScimClient.WithToken(Running.BaseUrl, (await Running.Services.IssueTokenAsync(Tenant.Id, OptiId.Tokens.V1.Scope.Read)).Secret);
        (await reader.PostAsync($"{endpoint}/.search", new JsonObject { ["schemas"] = new JsonArray(SearchUrn) })).Status.ShouldBe(200);
    }

    [Theory, Requirement("7644-3.4.3-04", "7644-3.4.3-10", "7644-3.4.3-13")]
    [InlineData("{}", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName is"}""", "invalidFilter")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"sortBy":"user name"}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":["userName pr"]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":"many"}""", "invalidValue")]
    [InlineData("{", "invalidSyntax")]
    public async Task WhatIsNoSearch_IsRefused(string body, string scimType)
    {
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Users/.search", ScimClient.Text(body));
        (refused.Status, refused.ScimType).ShouldBe((400, scimType), refused.Text);
    }

    private Task<ScimAnswer> SearchAsync(string endpoint, string parameters)
    {
        var body = JsonNode.Parse(parameters)!.AsObject();
        body["schemas"] = new JsonArray(SearchUrn);
        return Scim.PostAsync($"{endpoint}/.search", body);
    }
}
