using OptiId.Hosting;
using OptiId.Scim;
using Shouldly;
using Xunit;
using static OptiId.ScimGateway.Tests.BulkBodies;

namespace OptiId.ScimGateway.Tests;

/// <summary>What a bulk request does and answers (RFC 7644 §3.7); its limits: <see cref="BulkLimitTests"/>.</summary>
public sealed class BulkTests(RunningGateway running) : IAsyncLifetime
{
    private const string Deactivate = """{"op":"replace","path":"active","value":false}""";

    private ScimClient scim = null!;
    private Tenant tenant = null!;

    public async ValueTask InitializeAsync() => (tenant, scim) = await running.NewOrganizationAsync();

    public ValueTask DisposeAsync()
    {
        scim.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task EachOperation_IsAnsweredAsARequestOfItsOwn_WithItsLocationAndVersion()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var leaving = await scim.PostAsync("/Users", ScimBodies.User("leaving@example.com"));
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        var answer = await scim.BulkAsync(
            PostUser("grace"),
            Put($"/Users/{user.Id}", ScimBodies.User("ada@example.org")),
            Patch($"/Users/{user.Id}", """{"op":"replace","path":"title","value":"Countess"}"""),
            Patch($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{user.Id}}"}]}"""),
            Put($"Groups/{group.Id}", ScimBodies.Group("Other", user.Id)),
            Delete($"/Users/{leaving.Id}"));

        answer.Select(element => element.Status).ShouldBe(["201", "200", "200", "204", "200", "204"]);
        answer.Select(element => (string?)element.Json["method"]).ShouldBe(["POST", "PUT", "PATCH", "PATCH", "PUT", "DELETE"]);
        answer.Select(element => element.BulkId).ShouldBe(["grace", null, null, null, null, null]);
        answer.ShouldAllBe(element => !element.Json.ContainsKey("response"));
        answer.Select(element => element.Location).Skip(1).ShouldBe(
            new[] { user.Id, user.Id }.Select(UserLocation).Concat([GroupLocation(group.Id), GroupLocation(group.Id), UserLocation(leaving.Id)]));

        var (ada, grace, team) = (await scim.GetAsync($"/Users/{user.Id}"), await scim.GetAsync($"/Users/{answer[0].Id}"), await scim.GetAsync($"/Groups/{group.Id}"));
        ((string?)ada.Body["userName"], (string?)ada.Body["title"]).ShouldBe(("ada@example.org", "Countess"));
        (answer[0].Location, answer[0].Version).ShouldBe(((string?)grace.Body["meta"]!["location"], grace.EntityTag));
        (answer[2].Version, answer[4].Version, answer[5].Version).ShouldBe((ada.EntityTag, team.EntityTag, null));
        answer[1].Version.ShouldNotBe(answer[2].Version);
        answer[3].Version.ShouldNotBe(answer[4].Version);
        ((string?)team.Body["displayName"], team.MemberIds.Single()).ShouldBe(("Other", user.Id));
        (await scim.GetAsync($"/Users/{leaving.Id}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("group first")]
    [InlineData("group last")]
    [InlineData("group between")]
    public async Task AGroupsMembers_AreUsersOfTheSameRequest_InAnyOrder(string order)
    {
        var (ada, grace, team) = (PostUser("ada"), PostUser("grace"), PostGroup("team", "bulkId:ada", "bulkId:grace"));
        var answer = await scim.BulkAsync(order switch
        {
            "group first" => [team, ada, grace],
            "group last" => [ada, grace, team],
            _ => [grace, team, ada],
        });
        answer.ShouldAllBe(element => element.Status == "201");
        answer.Select(element => element.BulkId).ShouldBe(order switch
        {
            "group first" => ["team", "ada", "grace"],
            "group last" => ["ada", "grace", "team"],
            _ => ["grace", "team", "ada"],
        });
        var group = answer.Single(element => element.BulkId == "team");
        (await scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe(answer.Where(element => element != group).Select(element => element.Id), ignoreOrder: true);
        (await tenant.ParkedAsync(group.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ManagersInACircle_AreCreated_AndKnowEachOther()
    {
        var answer = await scim.BulkAsync(PostUser("ada", "bulkId:grace"), PostUser("grace", "bulkId:ada"), PostUser("self", "bulkId:self"));
        answer.Select(element => (element.Status, element.BulkId)).ShouldBe([("201", "ada"), ("201", "grace"), ("201", "self")]);
        foreach (var (element, manager) in answer.Zip([answer[1].Id, answer[0].Id, answer[2].Id]))
        {
            var user = await scim.GetAsync($"/Users/{element.Id}");
            ((string?)user.Body[ScimSchemas.EnterpriseUserUrn]!["manager"]!["value"]).ShouldBe(manager);
            element.Version.ShouldBe(user.EntityTag);
        }
    }

    [Fact]
    public async Task ACreatedResource_IsReferredToByPathsAndFiltersToo()
    {
        var answer = await scim.BulkAsync(
            PostUser("ada"),
            PostUser("grace"),
            PostGroup("team", "bulkId:ada", "bulkId:grace"),
            Patch("/Groups/bulkId:team", """{"op":"remove","path":"members[value eq \"bulkId:ada\"]"}"""),
            Patch("/Users/bulkId:ada", Deactivate));
        answer.Select(element => element.Status).ShouldBe(["201", "201", "201", "204", "200"]);
        (answer[3].Location, answer[4].Location).ShouldBe((answer[2].Location, answer[0].Location));
        (await scim.GetAsync($"/Groups/{answer[2].Id}")).MemberIds.ShouldBe([answer[1].Id]);
        (await scim.GetAsync($"/Users/{answer[0].Id}")).Body["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task P28_AFailingOperation_IsAnsweredWithItsError_AndTheOthersGoOn()
    {
        var taken = await scim.PostAsync("/Users", ScimBodies.User("taken@example.com"));
        var answer = await scim.BulkAsync(
            PostUser("first"),
            PostUser("taken"),
            Post("/Users", "nameless", ScimBodies.User("")),
            Patch($"/Users/{taken.Id}", """{"op":"replace","path":"nosuch","value":1}"""),
            Post("/Groups", "nested", ScimBodies.Group("Nested")),
            Delete("/Users/nobody at all"),
            Post("/Robots", "robot", []),
            Delete("/Users"),
            PostUser("last"));
        answer.Select(element => element.Status).ShouldBe(["201", "409", "400", "400", "201", "404", "404", "405", "201"]);
        answer.Select(element => element.ScimType).ShouldBe([null, "uniqueness", "invalidValue", "invalidPath", null, null, null, null, null]);
        answer.Where(element => element.Status[0] == '4').ShouldAllBe(element => element.Detail.Length > 10 && element.Version == null);
        answer[1].Detail.ShouldBe((await scim.PostAsync("/Users", ScimBodies.User("TAKEN@example.com"))).Detail);
        (answer[1].Location, answer[3].Location, answer[5].Location).ShouldBe((null, UserLocation(taken.Id), UserLocation("nobody%20at%20all")));
        (await scim.GetAsync($"/Users/{taken.Id}")).Text.ShouldBe(taken.Text);
        (await scim.GetAsync("/Users")).Resources.Select(user => (string?)user["userName"])
            .ShouldBe(["taken@example.com", "first@example.com", "last@example.com"], ignoreOrder: true);
    }

    [Fact]
    public async Task WhatRefersToAFailedOperation_Fails_AndSoDoesAReferenceToNothing()
    {
        await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var answer = await scim.BulkAsync(
            PostUser("ada"),
            PostGroup("team", "bulkId:ada"),
            PostGroup("others", "bulkId:nobody"),
            Patch("/Groups/bulkId:team", """{"op":"remove","path":"members"}"""),
            PostUser("grace"));
        answer.Select(element => element.Status).ShouldBe(["409", "409", "409", "409", "201"]);
        answer[1].Detail.ShouldContain("bulkId:ada");
        answer[2].Detail.ShouldContain("bulkId:nobody");
        (await scim.GetAsync("/Groups")).Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task ACircleThatCannotBeClosed_LeavesTheResource_AndSaysSo()
    {
        await scim.PostAsync("/Users", ScimBodies.User("grace@example.com"));
        var answer = await scim.BulkAsync(PostUser("ada", "bulkId:grace"), PostUser("grace", "bulkId:ada"));
        answer.Select(element => element.Status).ShouldBe(["409", "409"]);
        answer[0].Detail.ShouldContain("created, but without its reference to");
        answer[1].ScimType.ShouldBe("uniqueness");
        (await scim.GetAsync($"/Users/{answer[0].Id}")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(1, "404")]
    [InlineData(2, "404 201 404")]
    [InlineData(9, "404 201 404 201")]
    public async Task AfterFailOnErrors_NoOperationIsBegun_AndNoneIsAnswered(int failOnErrors, string statuses)
    {
        var request = Request(Delete("/Users/x"), PostUser("ada"), Delete("/Groups/x"), PostUser("grace"));
        request["failOnErrors"] = failOnErrors;
        var answer = Read(await scim.PostAsync("/Bulk", request));
        string.Join(' ', answer.Select(element => element.Status)).ShouldBe(statuses);
        (await scim.GetAsync("/Users")).Resources.Count.ShouldBe(answer.Count(element => element.Status == "201"));
    }

    [Fact]
    public async Task TheVersion_WorksAsIfMatch()
    {
        var (user, group) = (await scim.PostAsync("/Users", ScimBodies.User("ada@example.com")), await scim.PostAsync("/Groups", ScimBodies.Group("Team")));
        const string Stale = "W/\"999\"";
        var answer = await scim.BulkAsync(
            Put($"/Users/{user.Id}", ScimBodies.User("grace@example.com"), Stale),
            Patch($"/Users/{user.Id}", Deactivate, Stale),
            Delete($"/Users/{user.Id}", Stale),
            Put($"/Groups/{group.Id}", ScimBodies.Group("Other"), Stale),
            Patch($"/Groups/{group.Id}", """{"op":"replace","path":"displayName","value":"Other"}""", Stale),
            Delete($"/Groups/{group.Id}", Stale));
        answer.ShouldAllBe(element => element.Status == "412" && element.Location != null && element.Version == null);
        (await scim.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
        (await scim.GetAsync($"/Groups/{group.Id}")).Text.ShouldBe(group.Text);

        answer = await scim.BulkAsync(
            Patch($"/Users/{user.Id}", Deactivate, user.EntityTag), Delete($"/Users/{user.Id}", user.EntityTag), Delete($"/Groups/{group.Id}", group.EntityTag));
        answer.Select(element => element.Status).ShouldBe(["200", "412", "204"]);
    }

    [Fact]
    public async Task AnotherOrganizationsResources_AreNotThere()
    {
        var (_, others) = await running.NewOrganizationAsync();
        using (others)
        {
            var (user, group) = (await others.PostAsync("/Users", ScimBodies.User("ada@example.com")), await others.PostAsync("/Groups", ScimBodies.Group("Team")));
            var answer = await scim.BulkAsync(
                Put($"/Users/{user.Id}", ScimBodies.User("mallory@example.com")),
                Patch($"/Users/{user.Id}", Deactivate),
                Delete($"/Users/{user.Id}"),
                Put($"/Groups/{group.Id}", ScimBodies.Group("Mine")),
                Patch($"/Groups/{group.Id}", """{"op":"replace","path":"displayName","value":"Mine"}"""),
                Delete($"/Groups/{group.Id}"),
                PostGroup("mine", user.Id));
            answer.Select(element => element.Status).ShouldBe(["404", "404", "404", "404", "404", "404", "201"]);
            (await scim.GetAsync($"/Groups/{answer[6].Id}")).Body["members"]?.AsArray().Count.ShouldBe(0);
            (await others.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
            (await others.GetAsync($"/Groups/{group.Id}")).Text.ShouldBe(group.Text);
        }
    }

    [Fact]
    public async Task AWholeCompany_IsOneRequest()
    {
        using var client = ScimClient.WithToken(running.DefaultBaseUrl, (await running.Services.IssueTokenAsync(tenant.Id)).Secret);
        var people = Enumerable.Range(0, BulkRoutes.MaximumOperations - 1).Select(number => $"user-{number}").ToList();
        var answer = await client.BulkAsync([PostGroup("everybody", people.Select(bulkId => $"bulkId:{bulkId}")), .. people.Select(bulkId => PostUser(bulkId))]);
        answer.Count(element => element.Status == "201").ShouldBe(BulkRoutes.MaximumOperations);
        answer.Select(element => element.BulkId).ShouldBe(["everybody", .. people]);
        (await client.GetAsync($"/Groups/{answer[0].Id}")).MemberIds.ShouldBe(answer.Skip(1).Select(element => element.Id), ignoreOrder: true);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe((uint)people.Count);
    }

    private static string UserLocation(string id) => $"{RunningServices.PublicBaseUrl}/Users/{id}";

    private static string GroupLocation(string id) => $"{RunningServices.PublicBaseUrl}/Groups/{id}";
}
