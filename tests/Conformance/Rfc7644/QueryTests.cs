using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.4: reading one, reading lists, pages.</summary>
public sealed class QueryTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-3.4-01", "7644-3.4.2-01", "7644-3.4.2.1-01")]
    public async Task AResource_IsReadByItsUrlOrByAQuery()
    {
        var user = await NewUserAsync();
        var read = await Scim.GetAsync($"/Users/{user.Id}");
        read.Text.ShouldBe(user.Text);
        (await Scim.GetAsync("/Users")).Resources.ShouldHaveSingleItem().ToJsonString().ShouldBe(read.Body.ToJsonString());
        (await Scim.GetAsync($"/Users/{user.Id}?attributes=userName")).Body.ContainsKey("meta").ShouldBeFalse();
    }

    [Theory, Requirement("7644-3.4.2-02")]
    [InlineData("/Users?sorting=none&x=1&filter=userName+pr")]
    [InlineData("/Groups?apiVersion=3")]
    [InlineData("/Schemas?pretty=true")]
    public async Task AnUnknownParameter_IsIgnored(string target) => (await Scim.GetAsync(target)).Status.ShouldBe(200);

    [Theory, Requirement("7644-3.4.2-03", "7644-3.4.2-04", "7644-3.4.2-05", "7644-3.4.2-06", "7644-3.4.2-07", "7644-3.4.2-08")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task AList_SaysHowManyThereAre_AndWhereThePageStands(string endpoint)
    {
        for (var i = 0; i < 5; i++)
        {
            await (endpoint == "/Users" ? NewUserAsync($"user{i}@example.com") : NewGroupAsync($"Group {i}"));
        }

        var page = await Scim.GetAsync($"{endpoint}?startIndex=2&count=3");
        ShouldBeJson(page.Body["schemas"], $"[\"{ListUrn}\"]");
        ((int)page.Body["totalResults"]!, (int)page.Body["startIndex"]!, (int)page.Body["itemsPerPage"]!).ShouldBe((5, 2, 3));
        page.Resources.Count.ShouldBe(3);

        var whole = await Scim.GetAsync(endpoint);
        ((int)whole.Body["totalResults"]!).ShouldBe(5);
        whole.Resources.Skip(1).Take(3).Select(resource => (string?)resource["id"]).ShouldBe(page.Resources.Select(resource => (string?)resource["id"]));
    }

    [Fact, Requirement("7644-3.4.2-09")]
    public async Task AQueryThatFindsNothing_SucceedsWithZero()
    {
        foreach (var target in new[] { "/Users", "/Groups", "/Users?filter=userName+eq+%22nobody@example.com%22", "/Groups?filter=displayName+co+%22x%22" })
        {
            var answer = await Scim.GetAsync(target);
            (answer.Status, (int)answer.Body["totalResults"]!).ShouldBe((200, 0), target);
        }
    }

    [Theory, Requirement("7644-3.4.2.4-03")]
    [InlineData("0")]
    [InlineData("-5")]
    public async Task AStartBeforeTheFirst_IsTheFirst(string startIndex)
    {
        await NewUserAsync();
        var page = await Scim.GetAsync($"/Users?startIndex={startIndex}");
        ((int)page.Body["startIndex"]!, page.Resources.Count).ShouldBe((1, 1));
    }

    [Theory, Requirement("7644-3.4.2.4-04", "9865-2-02")]
    [InlineData("count=0")]
    [InlineData("count=-1")]
    [InlineData("count=-1&cursor=")]
    public async Task ACountBelowOne_AsksForTheTotalOnly(string query)
    {
        await NewUserAsync();
        var page = await Scim.GetAsync($"/Users?{query}");
        (page.Status, (int)page.Body["totalResults"]!).ShouldBe((200, 1), page.Text);
        (page.Body["Resources"]?.AsArray().Count ?? 0).ShouldBe(0);
    }

    [Fact, Requirement("7644-3.4.2.4-05", "7643-5-10", "9865-2-03")]
    public async Task APage_HasAsManyAsAskedForAtMost()
    {
        await Tenant.NewUsersAsync(3);
        (await Scim.GetAsync("/Users?count=2")).Resources.Count.ShouldBe(2);
        (await Scim.GetAsync("/Users?count=2&cursor=")).Resources.Count.ShouldBe(2);
        (await Scim.GetAsync("/Users?count=3&filter=userName+pr")).Resources.Count.ShouldBe(3);
        (await Scim.GetAsync("/Users?count=2&filter=userName+pr")).Resources.Count.ShouldBe(2);
        var config = await Scim.GetAsync("/ServiceProviderConfig");
        ((int)config.Body["filter"]!["maxResults"]!).ShouldBe((int)config.Body["pagination"]!["maxPageSize"]!);
    }

    [Theory, Requirement("7644-3.12-05")]
    [InlineData("startIndex=first")]
    [InlineData("count=1.5")]
    [InlineData("count=ten")]
    public async Task ANumberThatIsNone_IsRefused(string query)
    {
        var refused = await Scim.GetAsync($"/Users?{query}");
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7644-3.4.2.1-04", "7644-3.12-09")]
    public async Task AFilterThatWouldLookAtTooMany_IsRefused_OneThatAnIndexServesIsNot()
    {
        var users = await Tenant.NewUsersAsync(RunningSystem.MaximumScan + 1);
        var refused = await FilterAsync("title co \"x\"");
        (refused.Status, refused.ScimType).ShouldBe((400, "tooMany"));
        (await FindAsync($"userName eq \"{users[7].UserName}\" and not (title pr)")).ShouldBe([users[7].Id]);
    }

    [Theory, Requirement("7644-3.4.2.5-01", "7644-3.4.2.5-02", "7644-3.9-01", "7644-3.9-02")]
    [InlineData("userName", "userName")]
    [InlineData("USERNAME,title", "userName,title")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", "userName")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", EnterpriseUrn)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", EnterpriseUrn)]
    [InlineData("emails.value", "emails")]
    [InlineData("name", "name")]
    [InlineData("meta.location", "meta")]
    public async Task Attributes_NameWhatIsReturned_BesidesTheMinimum(string attributes, string expected)
    {
        var user = await NewUserWithAsync($$"""
            "title":"Countess","emails":[{"value":"a@example.com","type":"work"}],"{{EnterpriseUrn}}":{"department":"Engines","division":"D"}
            """);
        string[] minimum = ["schemas", "id"];
        foreach (var resource in new[]
        {
            (await Scim.GetAsync($"/Users/{user.Id}?attributes={attributes}")).Body,
            (await Scim.GetAsync($"/Users?attributes={attributes}")).Resources.Single(),
            (await Scim.PutAsync($"/Users/{user.Id}?attributes={attributes}", user.Body)).Body,
        })
        {
            resource.Select(member => member.Key).ShouldBe([.. minimum, .. expected.Split(',')], ignoreOrder: true);
            if (attributes == "emails.value")
            {
                ShouldBeJson(resource["emails"], """[{"value":"a@example.com"}]""");
            }
            else if (attributes.EndsWith("department", StringComparison.Ordinal))
            {
                ShouldBeJson(resource[EnterpriseUrn], """{"department":"Engines"}""");
            }
        }
    }

    [Theory, Requirement("7644-3.4.2.5-02", "7644-3.4.2.5-04", "7644-3.9-03")]
    [InlineData("title,emails.type,id,schemas")]
    [InlineData("TITLE,EMAILS.TYPE,ID,SCHEMAS")]
    public async Task ExcludedAttributes_AreLeftOut_ButNeverTheMinimum(string excluded)
    {
        var user = await NewUserWithAsync("""
            "title":"Countess","emails":[{"value":"a@example.com","type":"work"}]
            """);
        var read = await Scim.GetAsync($"/Users/{user.Id}?excludedAttributes={excluded}");
        read.Id.ShouldBe(user.Id);
        read.Body.ContainsKey("schemas").ShouldBeTrue();
        read.Body.ContainsKey("userName").ShouldBeTrue();
        read.Body.ContainsKey("title").ShouldBeFalse();
        ShouldBeJson(read.Body["emails"], """[{"value":"a@example.com"}]""");
    }

    [Theory, Requirement("7644-3.4.2.5-03", "7644-3.4.2.5-05")]
    [InlineData("user%20name")]
    [InlineData("emails%5Btype%20eq%20%22work%22%5D")]
    [InlineData("name..givenName")]
    public async Task ANameThatNoAttributeHas_SelectsNothingAndExcludesNothing(string name)
    {
        var user = await NewUserAsync();
        (await Scim.GetAsync($"/Users/{user.Id}?attributes={name}")).Body.Select(member => member.Key).ShouldBe(["schemas", "id"]);
        ShouldBeJson((await Scim.GetAsync($"/Users/{user.Id}?excludedAttributes={name}")).Body, user.Text);
    }

    [Fact, Requirement("7644-3.4.2.5-02", "7644-3.9-03")]
    public async Task TheMembersOfAGroup_CanBeLeftOut()
    {
        var user = await NewUserAsync();
        var group = await NewGroupAsync(memberIds: [user.Id]);
        foreach (var query in new[] { "excludedAttributes=members", "attributes=displayName" })
        {
            var read = await Scim.GetAsync($"/Groups/{group.Id}?{query}");
            read.Body.ContainsKey("members").ShouldBeFalse(query);
            ((string?)read.Body["displayName"]).ShouldBe("Editors");
            (await Scim.GetAsync($"/Groups?{query}")).Resources.ShouldHaveSingleItem().ContainsKey("members").ShouldBeFalse(query);
        }
    }

    [Fact, Requirement("7644-3.10-01")]
    public async Task ACoreAttribute_IsNamedWithOrWithoutItsUri()
    {
        var user = await NewUserAsync(and: body => body[EnterpriseUrn] = new System.Text.Json.Nodes.JsonObject { ["department"] = "Engines" });
        (await FindAsync($"{ScimBodies.UserUrn}:userName eq \"ada@example.com\"")).ShouldBe([user.Id]);
        (await FindAsync("userName eq \"ada@example.com\"")).ShouldBe([user.Id]);
        (await FindAsync($"{EnterpriseUrn}:department eq \"engines\"")).ShouldBe([user.Id]);
        (await FindAsync($"{ScimBodies.UserUrn}:name.familyName eq \"lovelace\"")).ShouldBe([user.Id]);
    }
}
