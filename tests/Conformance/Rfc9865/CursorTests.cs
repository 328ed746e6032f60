using System.Text.Json;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc9865;

/// <summary>RFC 9865: pages by cursor.</summary>
public sealed class CursorTests(RunningSystem running) : SectionTests(running)
{
    [Theory, Requirement("9865-2-01", "9865-2-03", "9865-2-04", "9865-2-05", "9865-2-06", "9865-2-08", "9865-2-09", "9865-2.1-02")]
    [InlineData("/Users", "")]
    [InlineData("/Users", "&filter=userName+sw+%22user%22")]
    [InlineData("/Users", "&sortBy=userName&sortOrder=descending")]
    [InlineData("/Users", "&sortBy=title&filter=userName+pr")]
    [InlineData("/Groups", "")]
    [InlineData("/Groups", "&sortBy=displayName")]
    [InlineData("", "")]
    public async Task Pages_GoThroughAllOnce_AndTheLastHasNoNext(string endpoint, string query)
    {
        for (var i = 0; i < 5; i++)
        {
            await (endpoint == "/Groups" ? NewGroupAsync($"Group {i}") : NewUserAsync($"user{i}@example.com"));
        }

        var found = new List<string>();
        var cursor = "";
        foreach (var expected in new[] { 2, 2, 1 })
        {
            var page = await Scim.GetAsync($"{endpoint}?cursor={cursor}&count=2{query}");
            page.Status.ShouldBe(200, page.Text);
            page.Resources.Count.ShouldBe(expected);
            ((int)page.Body["itemsPerPage"]!, (int)page.Body["totalResults"]!).ShouldBe((expected, 5));
            page.Body.ContainsKey("startIndex").ShouldBeFalse();
            page.Body.ContainsKey("previousCursor").ShouldBeFalse();
            found.AddRange(page.Resources.Select(resource => (string)resource["id"]!));
            cursor = (string?)page.Body["nextCursor"] ?? "";
            (cursor.Length > 0).ShouldBe(expected == 2 && found.Count < 5);
            cursor.ShouldMatch("^[A-Za-z0-9._~-]*$");
        }

        var byIndex = (await Scim.GetAsync($"{endpoint}?count=100{query}")).Resources.Select(resource => (string)resource["id"]!);
        found.ShouldBe(byIndex);
    }

    [Theory, Requirement("9865-2-05", "9865-2-06")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task APageThatHoldsAll_IsTheLast(string endpoint)
    {
        for (var i = 0; i < 4; i++)
        {
            await (endpoint == "/Groups" ? NewGroupAsync($"Group {i}") : NewUserAsync($"user{i}@example.com"));
        }

        (await Scim.GetAsync($"{endpoint}?cursor=&count=4")).Body.ContainsKey("nextCursor").ShouldBeFalse();
        (await Scim.GetAsync($"{endpoint}?cursor=&count=4&filter=id+pr")).Body.ContainsKey("nextCursor").ShouldBeFalse();
        (await Scim.GetAsync($"{endpoint}?cursor=&count=3")).Body.ContainsKey("nextCursor").ShouldBeTrue();
        (await Scim.GetAsync($"{endpoint}?cursor")).Body.ContainsKey("nextCursor").ShouldBeFalse();
    }

    [Theory, Requirement("9865-2-10", "9865-2.1-01")]
    [InlineData("/Users", "count=2&filter=userName+pr")]
    [InlineData("/Users", "count=2&sortBy=title")]
    [InlineData("/Users", "count=2&sortBy=userName&sortOrder=descending")]
    [InlineData("/Groups", "count=2")]
    [InlineData("", "count=2")]
    public async Task ACursor_HoldsForItsQueryOnly(string endpoint, string query)
    {
        await Tenant.NewUsersAsync(5);
        var first = await Scim.GetAsync("/Users?cursor=&count=2&sortBy=userName");
        var refused = await Scim.GetAsync($"{endpoint}?cursor={(string)first.Body["nextCursor"]!}&{query}");
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidCursor"), refused.Text);
    }

    [Theory, Requirement("9865-2.1-01", "9865-2.1-02", "9865-5.2-04")]
    [InlineData("cursor=forged", "invalidCursor")]
    [InlineData("cursor=%00", "invalidCursor")]
    [InlineData("cursor=u.", "invalidCursor")]
    [InlineData("cursor=&startIndex=1", "invalidCursor")]
    [InlineData("cursor=&count=some", "invalidValue")]
    public async Task WhatIsNoPage_IsRefused(string query, string scimType)
    {
        await NewUserAsync();
        var refused = await Scim.GetAsync($"/Users?{query}");
        (refused.Status, refused.ScimType).ShouldBe((400, scimType), refused.Text);
    }

    [Fact, Requirement("9865-2.1-01", "9865-5.2-04")]
    public async Task ACursorThatWasTamperedWith_IsRefusedAsAForgedOneIs()
    {
        await Tenant.NewUsersAsync(3);
        var cursor = (string)(await Scim.GetAsync("/Users?cursor=&count=1")).Body["nextCursor"]!;
        var forged = await Scim.GetAsync("/Users?cursor=forged&count=1");
        for (var i = 0; i < cursor.Length; i += 3)
        {
            var other = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            var refused = await Scim.GetAsync($"/Users?cursor={other}&count=1");
            (refused.Status, refused.Text).ShouldBe((400, forged.Text), other);
        }
    }

    [Fact, Requirement("9865-5.2-01", "9865-5.2-02", "9865-5.2-03", "9865-5.2-04")]
    public async Task ACursor_GivesNobodyAnything()
    {
        await Tenant.NewUsersAsync(3);
        var issued = await Running.Services.IssueTokenAsync(Tenant.Id);
        using var client = ScimClient.WithToken(Running.BaseUrl, issued.Secret);
        var cursor = (string)(await client.GetAsync("/Users?cursor=&count=1")).Body["nextCursor"]!;

        var (_, elsewhere) = await Running.NewOrganizationAsync();
        using (elsewhere)
        {
            var refused = await elsewhere.GetAsync($"/Users?cursor={cursor}&count=1");
            (refused.Status, refused.ScimType).ShouldBe((400, "invalidCursor"));
            refused.Text.ShouldBe((await elsewhere.GetAsync("/Users?cursor=forged&count=1")).Text);
        }

        using var writer = ScimClient.WithToken(Running.BaseUrl, (await Running.Services.IssueTokenAsync(Tenant.Id, OptiId.Tokens.V1.Scope.Write)).Secret);
        (await writer.GetAsync($"/Users?cursor={cursor}&count=1")).Status.ShouldBe(403);

        await Running.Services.Tokens.RevokeTokenAsync(new() { OrganizationId = Tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });
        (await client.GetAsync($"/Users?cursor={cursor}&count=1")).Status.ShouldBe(401);
    }

    [Fact, Requirement("9865-2-01", "9865-2-05")]
    public async Task ASearch_TakesACursorInItsBody()
    {
        await Tenant.NewUsersAsync(3);
        var first = await SearchAsync("");
        first.Resources.Count.ShouldBe(2);
        var second = await SearchAsync((string)first.Body["nextCursor"]!);
        second.Resources.ShouldHaveSingleItem();
        second.Body.ContainsKey("nextCursor").ShouldBeFalse();

        Task<ScimAnswer> SearchAsync(string cursor) => Scim.PostAsync("/Users/.search", new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
            ["filter"] = "userName pr",
            ["cursor"] = cursor,
            ["count"] = 2,
        });
    }

    [Fact, Requirement("9865-2.4-01", "9865-4-01", "9865-4-02", "9865-4-03", "9865-4-04", "9865-4-05", "9865-4-06", "9865-4-07", "9865-4-10")]
    public async Task TheConfiguration_SaysHowThereArePages()
    {
        var pagination = (await Scim.GetAsync("/ServiceProviderConfig")).Body["pagination"]!;
        ((bool)pagination["cursor"]!, (bool)pagination["index"]!, (string?)pagination["defaultPaginationMethod"]).ShouldBe((true, true, "index"));
        var (byDefault, most) = ((int)pagination["defaultPageSize"]!, (int)pagination["maxPageSize"]!);
        byDefault.ShouldBeInRange(1, most);

        await Tenant.NewUsersAsync(byDefault + 1);
        var page = await Scim.GetAsync("/Users");
        (page.Resources.Count, (int?)page.Body["startIndex"], page.Body.ContainsKey("nextCursor")).ShouldBe((byDefault, 1, false));
        (await Scim.GetAsync("/Users?cursor=")).Resources.Count.ShouldBe(byDefault);
        (await Scim.GetAsync("/Users?count=1000000")).Resources.Count.ShouldBe(byDefault + 1);
    }

    [Fact, Requirement("9865-4-08")]
    public async Task ATimeout_IsPositive_WhereThereIsOne()
    {
        var timeout = (await Scim.GetAsync("/ServiceProviderConfig")).Body["pagination"]!["cursorTimeout"];
        timeout!.GetValueKind().ShouldBe(JsonValueKind.Number);
        ((int)timeout).ShouldBeGreaterThan(0);
    }
}
