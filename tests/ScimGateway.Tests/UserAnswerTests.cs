using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The rules of users as they show over HTTP: P6 to P11.</summary>
public sealed class UserAnswerTests(RunningGateway running) : IAsyncLifetime
{
    private ScimClient scim = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync() => (tenant, scim) = await running.NewOrganizationAsync();

    public ValueTask DisposeAsync()
    {
        scim.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task P6_EveryAttributeOfTheSchemas_ComesBackAsSent_AndThePasswordNever()
    {
        const string Sent = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "userName":"Ada@Example.com","name":{"givenName":"Ada","familyName":"Lovelace"},"externalId":"00u1",
             "emails":[{"primary":true,"value":"ada@example.com","type":"work"}],"title":"Countess","locale":"en-GB","displayName":"Ada \"L\"",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Engines"},
             "groups":[],"password":"1mz050nq","active":true}
            """;
        var created = await scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text(Sent));
        created.Status.ShouldBe(201);
        created.Headers.Location!.ToString().ShouldBe($"{RunningServices.PublicBaseUrl}/Users/{created.Id}");
        created.Text.ShouldNotContain("1mz050nq");
        foreach (var (name, value) in JsonNode.Parse(Sent)!.AsObject().Where(pair => pair.Key is not ("groups" or "password")))
        {
            JsonNode.DeepEquals(created.Body[name], value).ShouldBeTrue(name);
        }

        (await scim.GetAsync($"/Users/{created.Id}")).Text.ShouldBe(created.Text);
        (await scim.GetAsync("/Users?filter=userName+eq+%22ADA@example.COM%22")).Resources.Single().ToJsonString()
            .ShouldBe(JsonNode.Parse(created.Text)!.ToJsonString());
    }

    [Fact]
    public async Task P7_AnActiveUsersName_Is409_InAnyCase()
    {
        await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var again = await scim.PostAsync("/Users", ScimBodies.User("ADA@EXAMPLE.COM"));
        (again.Status, again.ScimType).ShouldBe((409, "uniqueness"));
        (await scim.GetAsync("/Users")).Resources.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task P7_ACollaborator_IsTakenOverUnderTheSameId()
    {
        var collaborator = await tenant.NewCollaboratorAsync("ada@example.com");
        var created = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        (created.Status, created.Id).ShouldBe((201, collaborator.Id));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task P9_ADeactivatedUser_StillAnswersById_AndByFilter_AndComesBackUnderItsId(string by)
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        (await SetActiveAsync(user.Id, by, false)).Status.ShouldBe(200);
        (await scim.GetAsync($"/Users/{user.Id}")).Body["active"]!.GetValue<bool>().ShouldBeFalse();
        (await scim.GetAsync("/Users?filter=userName%20eq%20%22ada@example.com%22")).Resources.Single()["active"]!.GetValue<bool>().ShouldBeFalse();
        var back = await SetActiveAsync(user.Id, by, true);
        (back.Status, back.Id, back.Body["active"]!.GetValue<bool>()).ShouldBe((200, user.Id, true));
    }

    [Fact]
    public async Task P10_ADeletedUser_Is404_IsInNoList_AndItsNameAndExternalIdAreFree()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com", user => user["externalId"] = "00u1"));
        var deleted = await scim.DeleteAsync($"/Users/{user.Id}");
        (deleted.Status, deleted.Text).ShouldBe((204, ""));
        (await scim.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(404);
        (await scim.DeleteAsync($"/Users/{user.Id}")).Status.ShouldBe(404);
        (await scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ada@example.com"))).Status.ShouldBe(404);
        (await scim.PatchAsync($"/Users/{user.Id}", """{"op":"replace","path":"active","value":true}""")).Status.ShouldBe(404);
        (await scim.GetAsync("/Users")).Resources.ShouldBeEmpty();
        (await scim.GetAsync("/Users?filter=externalId%20eq%20%2200u1%22")).Resources.ShouldBeEmpty();
        (await scim.PostAsync("/Users", ScimBodies.User("grace@example.com", user => user["externalId"] = "00u1"))).Status.ShouldBe(201);
    }

    [Fact]
    public async Task P10_WithinTheRetentionTime_APostBringsBackTheSameId()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        await scim.DeleteAsync($"/Users/{user.Id}");
        var back = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        (back.Status, back.Id).ShouldBe((201, user.Id));
    }

    [Fact]
    public async Task P11_AnExternalId_IsNeverAnId()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com", user => (user["externalId"], user["id"]) = ("1", "1")));
        user.Id.ShouldNotBe("1");
        (await scim.GetAsync("/Users/1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task OktasPutOfWhatGetReturned_ChangesNothing()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var put = await scim.PutAsync($"/Users/{user.Id}", JsonNode.Parse(user.Text)!);
        (put.Status, put.Text).ShouldBe((200, user.Text));
    }

    [Theory]
    [InlineData("""{"op":"Replace","path":"active","value":"False"}""", "active", "false")]
    [InlineData("""{"op":"Add","path":"nickName","value":"Babs"}""", "nickName", "\"Babs\"")]
    [InlineData("""{"op":"replace","value":{"name.familyName":"Unua","displayName":"Bjfe"}}""", "displayName", "\"Bjfe\"")]
    [InlineData("""{"op":"Replace","path":"emails[type eq \"work\"].value","value":"x@y.example"}""", "emails", """[{"type":"work","value":"x@y.example"}]""")]
    [InlineData("""{"op":"replace","value":{"active":false}}""", "active", "false")]
    public async Task APatchOfOktaOrEntra_IsAnsweredWithTheChangedUser(string operation, string attribute, string value)
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var patched = await scim.PatchAsync($"/Users/{user.Id}", operation);
        patched.Status.ShouldBe(200);
        JsonNode.DeepEquals(patched.Body[attribute], JsonNode.Parse(value)).ShouldBeTrue(patched.Text);
        (await scim.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(patched.Text);
    }

    [Fact]
    public async Task APatchWithOneBadOperation_ChangesNothing()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var patched = await scim.PatchAsync(
            $"/Users/{user.Id}", """{"op":"replace","path":"title","value":"x"}""", """{"op":"replace","path":"nosuch","value":"x"}""");
        (patched.Status, patched.ScimType).ShouldBe((400, "invalidPath"));
        (await scim.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
    }

    [Fact]
    public async Task PagesByIndex_HoldEveryUserOnce_InASteadyOrder()
    {
        var created = await tenant.NewUsersAsync(25);
        List<string> listed = [];
        for (var start = 1; ; start += 10)
        {
            var page = await scim.GetAsync($"/Users?startIndex={start}&count=10");
            (page.Body["totalResults"]!.GetValue<int>(), page.Body["startIndex"]!.GetValue<int>()).ShouldBe((25, start));
            page.Body["itemsPerPage"]!.GetValue<int>().ShouldBe(page.Resources.Count);
            listed.AddRange(page.Resources.Select(user => (string)user["id"]!));
            if (page.Resources.Count < 10)
            {
                break;
            }
        }

        listed.ShouldBe(created.OrderBy(user => user.Number).Select(user => user.Id));
        (await scim.GetAsync("/Users?count=0")).Body["totalResults"]!.GetValue<int>().ShouldBe(25);
    }

    [Theory]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task PagesByCursor_HoldEveryResourceOnce_ThoughSomeGoInBetween(string target)
    {
        await tenant.NewUsersAsync(25);
        for (var number = 0; number < 25; number++)
        {
            await tenant.NewGroupAsync();
        }

        List<string> listed = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await scim.GetAsync($"{target}?count=10&cursor={Uri.EscapeDataString(cursor)}");
            page.Body.ContainsKey("startIndex").ShouldBeFalse(); // RFC 9865 §2
            listed.AddRange(page.Resources.Select(user => (string)user["id"]!));
            cursor = (string?)page.Body["nextCursor"];
            if (listed.Count == 10)
            {
                await scim.DeleteAsync($"{target}/{listed[0]}"); // with pages by index, this would let one slip through
            }
        }

        listed.Count.ShouldBe(25);
        listed.ShouldBeUnique();
    }

    [Fact]
    public async Task ACursorThatIsNotOurs_Is400InvalidCursor()
    {
        var answer = await scim.GetAsync("/Users?cursor=made-up");
        (answer.Status, answer.ScimType).ShouldBe((400, "invalidCursor"));
    }

    private Task<ScimAnswer> SetActiveAsync(string id, string by, bool active) => by == "PATCH"
        ? scim.PatchAsync($"/Users/{id}", $$$"""{"op":"replace","value":{"active":{{{(active ? "true" : "false")}}}}}""")
        : scim.PutAsync($"/Users/{id}", ScimBodies.User("ada@example.com", user => user["active"] = active));
}
