using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.5.2: PATCH as a whole.</summary>
public sealed class PatchTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-3.5-02", "7644-3.5.2-01", "7644-3.5.2-17")]
    public async Task APatch_IsSupported_AndAnsweredWithTheWholeUser()
    {
        ((bool)(await Scim.GetAsync("/ServiceProviderConfig")).Body["patch"]!["supported"]!).ShouldBeTrue();
        var user = await NewUserAsync();
        var (answer, read) = await PatchUserAsync(user.Id, """{"op":"add","path":"title","value":"Countess"}""");
        answer.Status.ShouldBe(200);
        ShouldBeJson(answer.Body, read.ToJsonString());
        ((string?)read["title"]).ShouldBe("Countess");
    }

    [Fact, Requirement("7644-3.5.2-17", "7644-3.5.2-18"), Divergence("patch-of-a-group")]
    public async Task APatchOfAGroup_IsAnswered204_With200WhereAttributesAreAskedFor()
    {
        var group = await NewGroupAsync();
        var silent = await Scim.PatchAsync($"/Groups/{group.Id}", """{"op":"replace","path":"displayName","value":"Writers"}""");
        (silent.Status, silent.Text).ShouldBe((204, ""));
        silent.EntityTag.ShouldBe((await Scim.GetAsync($"/Groups/{group.Id}")).EntityTag);
        foreach (var endpoint in new[] { "/Groups", "/Users" })
        {
            var id = endpoint == "/Groups" ? group.Id : (await NewUserAsync()).Id;
            var told = await Scim.PatchAsync($"{endpoint}/{id}?attributes=externalId", """{"op":"replace","path":"externalId","value":"701"}""");
            told.Status.ShouldBe(200);
            told.Body.Select(member => member.Key).ShouldBe(["schemas", "id", "externalId"], ignoreOrder: true);
        }
    }

    [Theory, Requirement("7644-3.5.2-02", "7644-3.5.2-03", "7644-3.5.2-04")]
    [InlineData("""{"Operations":[{"op":"add","path":"title","value":"x"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Operations":[{"op":"add","path":"title","value":"x"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{"op":"add","path":"title","value":"x"}}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"path":"title","value":"x"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"move","path":"title","value":"x"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","op":"remove","path":"title","value":"x"}]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["add"]}""")]
    public async Task ABodyThatIsNoPatch_IsRefused(string body)
    {
        var user = await NewUserAsync();
        var refused = await Scim.SendAsync(HttpMethod.Patch, $"/Users/{user.Id}", ScimClient.Text(body));
        refused.Status.ShouldBe(400, refused.Text);
        refused.ScimType.ShouldBeOneOf("invalidValue", "invalidSyntax");
        (await Scim.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
    }

    [Fact, Requirement("7644-3.5.2-03"), Divergence("empty-operations")]
    public async Task AnEmptyPatch_ChangesNothingAndSucceeds()
    {
        var user = await NewUserAsync();
        var (answer, read) = await PatchUserAsync(user.Id);
        answer.Status.ShouldBe(200);
        ShouldBeJson(read, user.Text);
        var group = await NewGroupAsync();
        (await Scim.PatchAsync($"/Groups/{group.Id}")).Status.ShouldBe(204);
    }

    [Fact, Requirement("7644-3.5.2-05")]
    public async Task ThePath_MayBeMissingForAddAndReplace_ButNotForRemove()
    {
        var user = await NewUserAsync();
        var (_, added) = await PatchUserAsync(user.Id, """{"op":"add","value":{"title":"Countess"}}""", """{"op":"replace","value":{"nickName":"A"}}""");
        ((string?)added["title"], (string?)added["nickName"]).ShouldBe(("Countess", "A"));
        var (refused, read) = await PatchUserAsync(user.Id, """{"op":"remove","value":{"title":"Countess"}}""");
        (refused.Status, refused.ScimType).ShouldBe((400, "noTarget"));
        ShouldBeJson(read, added.ToJsonString());
    }

    [Theory, Requirement("7644-3.5.2-06", "7644-3.5.2-07", "7644-3.5.2-09", "7644-3.5.2-16", "7643-7-17")]
    [InlineData("""{"op":"replace","path":"id","value":"mine"}""", "mutability")]
    [InlineData("""{"op":"add","path":"meta.created","value":"2001-01-01T00:00:00Z"}""", "mutability")]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"x"}]}""", "mutability")]
    [InlineData("""{"op":"remove","path":"groups"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"active","value":"perhaps"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"title","value":{"a":1}}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"emails","value":[7]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"colour","value":"red"}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"emails.","value":"red"}""", "invalidPath")]
    [InlineData("""{"op":"add","path":"name.colour","value":"red"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[colour eq \"x\"].value","value":"a@example.com"}""", "invalidFilter")]
    public async Task WhatDoesNotFitTheSchema_IsRefused_WithTheRfcsKeyword(string operation, string scimType)
    {
        var user = await NewUserAsync();
        var (refused, read) = await PatchUserAsync(user.Id, operation);
        (refused.Status, refused.ScimType).ShouldBe((400, scimType), refused.Text);
        ShouldBeJson(read, user.Text);
    }

    [Fact, Requirement("7644-3.5.2-14", "7644-3.5.2-15", "7644-3.5.2-16")]
    public async Task APatch_IsAtomic()
    {
        var user = await NewUserAsync();
        var (refused, read) = await PatchUserAsync(
            user.Id,
            """{"op":"add","path":"title","value":"Countess"}""",
            """{"op":"remove","path":"name"}""",
            """{"op":"replace","path":"userName","value":""}""");
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        ShouldBeJson(read, user.Text);

        var group = await NewGroupAsync("Editors", user.Id);
        var nested = await NewGroupAsync("Inner");
        (await Scim.PatchAsync(
            $"/Groups/{group.Id}",
            $$"""{"op":"remove","path":"members[value eq \"{{user.Id}}\"]"}""",
            """{"op":"replace","path":"displayName","value":"Writers"}""",
            $$"""{"op":"add","path":"members","value":[{"value":"{{nested.Id}}"}]}""")).Status.ShouldBe(400);
        ShouldBeJson((await Scim.GetAsync($"/Groups/{group.Id}")).Body, group.Text);
    }

    [Fact, Requirement("7644-3.5.2-10", "7644-3.5.2-11", "7644-3.5.2-12")]
    public async Task Schemas_FollowTheAttributes()
    {
        var user = await NewUserAsync();
        var (_, added) = await PatchUserAsync(
            user.Id, $$"""{"op":"add","path":"{{EnterpriseUrn}}:department","value":"Engines"}""", """{"op":"add","path":"title","value":"x"}""");
        ShouldBeJson(added["schemas"], $"""["{ScimBodies.UserUrn}","{EnterpriseUrn}"]""");
        var (_, removed) = await PatchUserAsync(user.Id, $$"""{"op":"remove","path":"{{EnterpriseUrn}}:department"}""");
        ShouldBeJson(removed["schemas"], $"""["{ScimBodies.UserUrn}"]""");
        var (_, again) = await PatchUserAsync(user.Id, $$$"""{"op":"replace","path":"{{{EnterpriseUrn}}}","value":{"division":"D"}}""");
        ShouldBeJson(again["schemas"], $"""["{ScimBodies.UserUrn}","{EnterpriseUrn}"]""");
    }

    [Fact, Requirement("7644-3.5.2-10", "7644-3.5.2-11"), Divergence("patch-of-schemas")]
    public async Task APatchOfSchemas_IsTakenAndChangesNothing()
    {
        var user = await NewUserAsync();
        var (answer, read) = await PatchUserAsync(
            user.Id, $$"""{"op":"add","path":"schemas","value":["{{EnterpriseUrn}}"]}""", $$$"""{"op":"replace","value":{"schemas":["{{{EnterpriseUrn}}}"]}}""");
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read, user.Text);
    }

    [Theory, Requirement("7644-3.5.2-13")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"c@example.com","primary":true}]}""", "c@example.com")]
    [InlineData("""{"op":"replace","path":"emails[value eq \"b@example.com\"].primary","value":true}""", "b@example.com")]
    [InlineData("""{"op":"add","path":"emails[value eq \"b@example.com\"]","value":{"primary":true}}""", "b@example.com")]
    public async Task ANewPreferredValue_EndsTheOldOnes(string operation, string preferred)
    {
        var user = await NewUserWithAsync("""
            "emails":[{"value":"a@example.com","primary":true},{"value":"b@example.com","type":"home"}]
            """);
        var (answer, read) = await PatchUserAsync(user.Id, operation);
        answer.Status.ShouldBe(200, answer.Text);
        read["emails"]!.AsArray().Where(email => (bool?)email!["primary"] == true).Select(email => (string?)email!["value"]).ShouldBe([preferred]);
    }

    [Fact, Divergence("pathless-values")]
    public async Task WithoutAPath_UnknownAndReadOnlyAttributesAreIgnored_AndDottedNamesArePaths()
    {
        var user = await NewUserAsync();
        var (answer, read) = await PatchUserAsync(user.Id, $$$"""
            {"op":"replace","value":{"id":"mine","colour":"red","name.givenName":"Augusta","{{{EnterpriseUrn}}}:department":"Engines","title":"Countess"}}
            """);
        answer.Status.ShouldBe(200, answer.Text);
        read["id"]!.GetValue<string>().ShouldBe(user.Id);
        read.ContainsKey("colour").ShouldBeFalse();
        ((string?)read["name"]!["givenName"], (string?)read[EnterpriseUrn]!["department"], (string?)read["title"]).ShouldBe(("Augusta", "Engines", "Countess"));
    }

    [Fact, Requirement("7644-3.5.2-01")]
    public async Task APatchOfNobody_Is404()
    {
        (await Scim.PatchAsync("/Users/not-there", """{"op":"add","path":"title","value":"x"}""")).Status.ShouldBe(404);
        (await Scim.PatchAsync("/Groups/not-there", """{"op":"replace","path":"displayName","value":"x"}""")).Status.ShouldBe(404);
    }
}
