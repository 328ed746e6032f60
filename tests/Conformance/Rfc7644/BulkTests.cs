using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.7: many operations in one request.</summary>
public sealed class BulkTests(RunningSystem running) : SectionTests(running)
{
    private const string RequestUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private const string ResponseUrn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    [Fact, Requirement(
        "7644-3.2-03", "7644-3.7-02", "7644-3.7-03", "7644-3.7-06", "7644-3.7-07", "7644-3.7-08", "7644-3.7-10", "7644-3.7-12", "7644-3.7-16", "7644-3.7.3-01",
        "7644-3.7.3-02", "7644-3.7.3-03", "7644-3.1-02"), Divergence("bulk-status", "bulk-response")]
    public async Task EveryMethod_IsDoneAndAnswered_InTheRequestsOrder()
    {
        var (put, patched, deleted) = (await NewUserAsync("put@example.com"), await NewUserAsync("patch@example.com"), await NewUserAsync("delete@example.com"));
        var answer = await BulkAsync(
            PostOfUser("post@example.com", "one"),
            Operation("PUT", $"/Users/{put.Id}", null, ScimBodies.User("put2@example.com")),
            Operation("PATCH", $"/Users/{patched.Id}", null, ScimBodies.Patch("""{"op":"add","path":"title","value":"Countess"}""")),
            Operation("DELETE", $"/Users/{deleted.Id}", null, null));
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(answer.Body["schemas"], $"[\"{ResponseUrn}\"]");
        var results = Results(answer);
        results.Select(result => (string?)result["method"]).ShouldBe(["POST", "PUT", "PATCH", "DELETE"]);
        results.Select(result => (string?)result["status"]).ShouldBe(["201", "200", "200", "204"]);
        results.ShouldAllBe(result => !result.ContainsKey("response"));
        ((string?)results[0]["bulkId"]).ShouldBe("one");
        var created = (await FindAsync("userName eq \"post@example.com\"")).Single();
        results.Select(result => (string?)result["location"])
            .ShouldBe(new[] { created, put.Id, patched.Id, deleted.Id }.Select(id => $"{RunningServices.PublicBaseUrl}/Users/{id}"));
        results.Take(3).ShouldAllBe(result => result["version"] != null);
        ((string?)results[2]["version"]).ShouldBe((await Scim.GetAsync($"/Users/{patched.Id}")).EntityTag);
        ((string?)(await Scim.GetAsync($"/Users/{put.Id}")).Body["userName"]).ShouldBe("put2@example.com");
        (await Scim.GetAsync($"/Users/{deleted.Id}")).Status.ShouldBe(404);
    }

    [Fact, Requirement(
        "7644-3.7-08", "7644-3.7-09", "7644-3.7-11", "7644-3.7-13", "7644-3.7.3-01", "7644-3.7.3-02", "7644-3.7.3-03", "7644-3.7.3-04", "7644-3.12-11")]
    public async Task AnOperationThatFails_SaysWhy_AndTheOthersAreDone()
    {
        await NewUserAsync();
        var answer = await BulkAsync(
            PostOfUser("ada@example.com", "taken"),
            Operation("PATCH", "/Users/not-there", null, ScimBodies.Patch("""{"op":"add","path":"title","value":"x"}""")),
            Operation("POST", "/Users", "invalid", new JsonObject { ["schemas"] = new JsonArray(ScimBodies.UserUrn) }),
            Operation("DELETE", "/Users/not-there", null, null),
            PostOfUser("ben@example.com", "fine"));
        answer.Status.ShouldBe(200);
        var results = Results(answer);
        results.Select(result => (string?)result["status"]).ShouldBe(["409", "404", "400", "404", "201"]);
        foreach (var result in results.Take(4))
        {
            ShouldBeJson(result["response"]!["schemas"], $"[\"{ErrorUrn}\"]");
            ((string?)result["response"]!["status"]).ShouldBe((string?)result["status"]);
            ((string?)result["response"]!["detail"]).ShouldNotBeNullOrWhiteSpace();
        }

        ((string?)results[0]["response"]!["scimType"], (string?)results[2]["response"]!["scimType"]).ShouldBe(("uniqueness", "invalidValue"));
        (results[0].ContainsKey("location"), results[2].ContainsKey("location")).ShouldBe((false, false));
        ((string?)results[1]["location"]).ShouldBe($"{RunningServices.PublicBaseUrl}/Users/not-there");
        ((string?)results[0]["bulkId"], (string?)results[4]["bulkId"]).ShouldBe(("taken", "fine"));
        (await FindAsync("userName eq \"ben@example.com\"")).ShouldHaveSingleItem();
    }

    // Errors at the second, third and fourth of five operations.
    [Theory, Requirement("7644-3.7-01", "7644-3.7-13", "7644-3.7-14")]
    [InlineData(null, 5, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 4, 1)]
    [InlineData(4, 5, 2)]
    public async Task FailOnErrors_EndsTheJob(int? failOnErrors, int answered, int created)
    {
        var answer = await BulkAsync(
            failOnErrors,
            PostOfUser("a@example.com", "1"),
            Operation("DELETE", "/Users/not-there", null, null),
            Operation("PUT", "/Users/not-there", null, ScimBodies.User("x@example.com")),
            Operation("DELETE", "/Groups/not-there", null, null),
            PostOfUser("b@example.com", "5"));
        answer.Status.ShouldBe(200);
        Results(answer).Count.ShouldBe(answered);
        (await Scim.GetAsync("/Users")).Resources.Count.ShouldBe(created);
    }

    [Fact, Requirement("7644-3.7-15", "7644-3.7-18", "7644-3.7.2-01", "7644-3.7.2-02", "7644-3.7-17"), Divergence("bulk-order")]
    public async Task ABulkId_StandsForWhatIsCreated_InAnyOrder_InExtensionsToo()
    {
        var answer = await BulkAsync(
            Operation("POST", "/Groups", "group", ScimBodies.Group("Editors", "bulkId:ada", "bulkId:ben")),
            PostOfUser("ada@example.com", "ada", manager: "bulkId:ben"),
            PostOfUser("ben@example.com", "ben"),
            Operation("PATCH", "/Groups/bulkId:group", null, ScimBodies.Patch("""{"op":"remove","path":"members[value eq \"bulkId:ben\"]"}""")));
        answer.Status.ShouldBe(200);
        Results(answer).Select(result => (string?)result["status"]).ShouldBe(["201", "201", "201", "204"], answer.Text);
        Results(answer).Select(result => (string?)result["method"]).ShouldBe(["POST", "POST", "POST", "PATCH"]);
        var (ada, ben) = ((await FindAsync("userName eq \"ada@example.com\"")).Single(), (await FindAsync("userName eq \"ben@example.com\"")).Single());
        ((string?)(await Scim.GetAsync($"/Users/{ada}")).Body[EnterpriseUrn]!["manager"]!["value"]).ShouldBe(ben);
        var group = (await Scim.GetAsync("/Groups")).Resources.Single();
        (await Scim.GetAsync($"/Groups/{(string)group["id"]!}")).MemberIds.ShouldBe([ada]);
        (await Scim.GetAsync("/Users")).Text.ShouldNotContain("bulkId");
    }

    [Fact, Requirement("7644-3.7.1-01", "7644-3.7.2-01"), Divergence("bulk-order")]
    public async Task ACircle_IsResolved()
    {
        var answer = await BulkAsync(PostOfUser("ada@example.com", "ada", manager: "bulkId:ben"), PostOfUser("ben@example.com", "ben", manager: "bulkId:ada"));
        Results(answer).Select(result => (string?)result["status"]).ShouldBe(["201", "201"], answer.Text);
        var (ada, ben) = ((await FindAsync("userName eq \"ada@example.com\"")).Single(), (await FindAsync("userName eq \"ben@example.com\"")).Single());
        ((string?)(await Scim.GetAsync($"/Users/{ada}")).Body[EnterpriseUrn]!["manager"]!["value"]).ShouldBe(ben);
        ((string?)(await Scim.GetAsync($"/Users/{ben}")).Body[EnterpriseUrn]!["manager"]!["value"]).ShouldBe(ada);
    }

    [Fact, Requirement("7644-3.7.2-01", "7644-3.7-13"), Divergence("bulk-unresolved")]
    public async Task AReferenceToWhatFailed_OrToNothing_Fails()
    {
        await NewUserAsync();
        var answer = await BulkAsync(
            PostOfUser("ada@example.com", "taken"),
            PostOfUser("ben@example.com", "ben", manager: "bulkId:taken"),
            PostOfUser("cy@example.com", "cy", manager: "bulkId:nobody"));
        var results = Results(answer);
        results.Select(result => (string?)result["status"]).ShouldBe(["409", "409", "409"]);
        (await Scim.GetAsync("/Users")).Resources.ShouldHaveSingleItem();
    }

    [Fact, Requirement("7644-3.7-05")]
    public async Task AVersion_WorksAsIfMatchDoes()
    {
        var user = await NewUserAsync();
        var patch = ScimBodies.Patch("""{"op":"replace","path":"title","value":"Countess"}""");
        var stale = Operation("PATCH", $"/Users/{user.Id}", null, patch);
        stale["version"] = "W/\"999\"";
        var latest = Operation("PATCH", $"/Users/{user.Id}", null, patch.DeepClone());
        latest["version"] = user.EntityTag;
        Results(await BulkAsync(stale, latest)).Select(result => (string?)result["status"]).ShouldBe(["412", "200"]);
    }

    [Theory, Requirement("7644-3.7-03", "7644-3.7-04", "7644-3.7-06", "7644-3.7-07")]
    [InlineData("""{"path":"/Users","bulkId":"1","data":{}}""")]
    [InlineData("""{"method":"GET","path":"/Users/1"}""")]
    [InlineData("""{"method":"POST","path":"/Users","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x@example.com"}}""")]
    [InlineData("""{"method":"POST","bulkId":"1","data":{}}""")]
    [InlineData("""{"method":"POST","path":"/Users","bulkId":"1"}""")]
    [InlineData("""{"method":"PATCH","path":"/Users/1"}""")]
    [InlineData("""{"method":"PUT","path":"/Users/1"}""")]
    public async Task AnOperationThatLacksWhatItNeeds_Fails(string operation)
    {
        var answer = await BulkAsync(JsonNode.Parse(operation)!.AsObject(), PostOfUser("ada@example.com", "fine"));
        answer.Status.ShouldBe(200, answer.Text);
        Results(answer).Select(result => (string?)result["status"]).ShouldBe(["400", "201"], answer.Text);
    }

    [Theory, Requirement("7644-3.7-02", "7644-3.7-12")]
    [InlineData("{}", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":{}}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":"few","Operations":[]}""", "invalidValue")]
    [InlineData("{", "invalidSyntax")]
    public async Task WhatIsNoBulkRequest_IsRefused(string body, string scimType)
    {
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Bulk", ScimClient.Text(body));
        (refused.Status, refused.ScimType).ShouldBe((400, scimType), refused.Text);
    }

    [Fact, Requirement("7644-3.7.4-01", "7644-3.7.4-02", "7644-3.7.4-03", "7644-3.7.4-04", "7643-5-06", "7643-5-07")]
    public async Task TheLimits_AreSaidAndHeld()
    {
        var bulk = (await Scim.GetAsync("/ServiceProviderConfig")).Body["bulk"]!;
        ((bool)bulk["supported"]!).ShouldBeTrue();
        var (operations, payload) = ((int)bulk["maxOperations"]!, (int)bulk["maxPayloadSize"]!);

        var tooMany = await BulkAsync([.. Enumerable.Range(0, operations + 1).Select(_ => Operation("DELETE", "/Users/x", null, null))]);
        tooMany.Status.ShouldBe(413);
        tooMany.Detail.ShouldContain($"{operations}");

        var one = Body(PostOfUser("ada@example.com", "one")).ToJsonString();
        var whole = await Scim.SendAsync(HttpMethod.Post, "/Bulk", ScimClient.Text(one.PadRight(payload)));
        whole.Status.ShouldBe(200, whole.Text);
        var tooLarge = await Scim.SendAsync(HttpMethod.Post, "/Bulk", ScimClient.Text(one.PadRight(payload + 1)));
        tooLarge.Status.ShouldBe(413);
        tooLarge.Detail.ShouldContain(payload % (1024 * 1024) == 0 ? $"{payload / (1024 * 1024)}" : $"{payload}");
        Encoding.UTF8.GetByteCount(one).ShouldBe(one.Length);
    }

    [Fact, Requirement("7644-3.7.3-01"), Divergence("bulk-time")]
    public async Task WhereAServiceIsAway_WhatIsLeftIsToBeSentAgain()
    {
        var user = await NewUserAsync();
        var away = await Running.Services.StartGatewayAsync(new() { ["Services:groups"] = "http://127.0.0.1:1", ["Gateway:RequestsPerSecond"] = "0" });
        using var client = ScimClient.WithToken(away, (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        var operations = Enumerable.Range(0, 4).Select(i => Operation("POST", "/Groups", $"{i}", ScimBodies.Group($"Group {i}")))
            .Append(Operation("DELETE", $"/Users/{user.Id}", null, null));
        var answer = await client.PostAsync("/Bulk", Body([.. operations]));
        answer.Status.ShouldBe(200);
        Results(answer).Select(result => (string?)result["status"]).ShouldBe(["429", "429", "429", "429", "429"]);
        (await Scim.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(200);
    }

    private Task<ScimAnswer> BulkAsync(params JsonObject[] operations) => BulkAsync(null, operations);

    private Task<ScimAnswer> BulkAsync(int? failOnErrors, params JsonObject[] operations)
    {
        var body = Body(operations);
        if (failOnErrors is { } limit)
        {
            body["failOnErrors"] = limit;
        }

        return Scim.PostAsync("/Bulk", body);
    }

    private static JsonObject Body(params JsonObject[] operations) =>
        new() { ["schemas"] = new JsonArray(RequestUrn), ["Operations"] = new JsonArray([.. operations]) };

    private static IReadOnlyList<JsonObject> Results(ScimAnswer answer) => [.. answer.Body["Operations"]!.AsArray().Select(result => result!.AsObject())];

    private static JsonObject PostOfUser(string userName, string bulkId, string? manager = null) =>
        Operation("POST", "/Users", bulkId, ScimBodies.User(userName, user =>
        {
            if (manager is not null)
            {
                user[EnterpriseUrn] = new JsonObject { ["manager"] = new JsonObject { ["value"] = manager } };
            }
        }));

    private static JsonObject Operation(string method, string path, string? bulkId, JsonNode? data)
    {
        var operation = new JsonObject { ["method"] = method, ["path"] = path };
        if (bulkId is not null)
        {
            operation["bulkId"] = bulkId;
        }

        if (data is not null)
        {
            operation["data"] = data;
        }

        return operation;
    }
}
