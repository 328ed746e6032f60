using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.5.2.1 to §3.5.2.3: add, remove and replace.</summary>
public sealed class PatchOperationTests(RunningSystem running) : SectionTests(running)
{
    private const string TwoEmails = """
        "title":"Countess","emails":[{"value":"a@example.com","type":"work"},{"value":"b@example.com","type":"home"}]
        """;

    [Theory, Requirement("7644-3.5.2.1-01")]
    [InlineData("""{"op":"add","path":"title"}""")]
    [InlineData("""{"op":"add"}""")]
    [InlineData("""{"op":"replace","path":"title"}""")]
    public async Task AnAddWithoutAValue_IsRefused(string operation)
    {
        var user = await NewUserAsync();
        var (refused, read) = await PatchUserAsync(user.Id, operation);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        ShouldBeJson(read, user.Text);
    }

    [Theory, Requirement("7644-3.5.2.1-02", "7644-3.5.2.1-03")]
    [InlineData("""{"op":"add","path":"nickName","value":"A"}""", "nickName", "\"A\"")]
    [InlineData("""{"op":"add","path":"title","value":"Duchess"}""", "title", "\"Duchess\"")]
    [InlineData("""{"op":"add","path":"name","value":{"middleName":"King"}}""", "name", """{"givenName":"Ada","familyName":"Lovelace","middleName":"King"}""")]
    [InlineData("""{"op":"add","path":"name.middleName","value":"King"}""", "name", """{"givenName":"Ada","familyName":"Lovelace","middleName":"King"}""")]
    [InlineData("""{"op":"add","value":{"nickName":"A","name":{"honorificPrefix":"Lady"}}}""", "name", """{"givenName":"Ada","familyName":"Lovelace","honorificPrefix":"Lady"}""")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"c@example.com"}]}""", "emails",
        """[{"value":"a@example.com","type":"work"},{"value":"b@example.com","type":"home"},{"value":"c@example.com"}]""")]
    [InlineData("""{"op":"add","path":"emails[type eq \"home\"]","value":{"display":"Home"}}""", "emails",
        """[{"value":"a@example.com","type":"work"},{"value":"b@example.com","type":"home","display":"Home"}]""")]
    public async Task AnAdd_AddsWhatIsSaid_AndKeepsTheRest(string operation, string attribute, string expected)
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (answer, read) = await PatchUserAsync(user.Id, operation);
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read[attribute], expected);
    }

    [Theory, Requirement("7644-3.5.2.1-03", "7644-3.5.2.3-03")]
    [InlineData("""{"op":"add","path":"name","value":"Ada Lovelace"}""")]
    [InlineData("""{"op":"replace","path":"name","value":["Ada"]}""")]
    [InlineData("""{"op":"replace","path":"name","value":7}""")]
    public async Task AComplexAttribute_TakesPartsOnly(string operation)
    {
        var user = await NewUserAsync();
        var (refused, read) = await PatchUserAsync(user.Id, operation);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        ShouldBeJson(read, user.Text);
    }

    [Theory, Requirement("7644-3.5.2.1-04", "7644-3.5.2.1-05")]
    [InlineData("""{"op":"add","path":"title","value":"Countess"}""")]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"A@example.com","type":"work"}]}""")]
    [InlineData("""{"op":"add","value":{"name":{"givenName":"Ada"}}}""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"b@example.com"}""")]
    public async Task WhatIsThereAlready_ChangesNeitherResourceNorTime(string operation)
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (answer, read) = await PatchUserAsync(user.Id, operation);
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read, user.Text);
        var group = await NewGroupAsync("Editors", user.Id);
        (await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{user.Id}}"}]}""")).Status.ShouldBe(204);
        ShouldBeJson((await Scim.GetAsync($"/Groups/{group.Id}")).Body, group.Text);
    }

    [Theory, Requirement("7644-3.5.2.2-01", "7644-3.5.2.2-02", "7644-3.5.2.2-03", "7644-3.5.2.2-04", "7644-3.5.2.2-05")]
    [InlineData("""{"op":"remove","path":"title"}""", "title", null)]
    [InlineData("""{"op":"remove","path":"name.givenName"}""", "name", """{"familyName":"Lovelace"}""")]
    [InlineData("""{"op":"remove","path":"emails"}""", "emails", null)]
    [InlineData("""{"op":"remove","path":"emails[value co \"@\"]"}""", "emails", null)]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"]"}""", "emails", """[{"value":"a@example.com","type":"work"}]""")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"].type"}""", "emails", """[{"value":"a@example.com","type":"work"},{"value":"b@example.com"}]""")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"].value"}""", "emails", """[{"value":"a@example.com","type":"work"}]""")]
    public async Task WhatIsRemoved_IsUnassigned(string operation, string attribute, string? expected)
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (answer, read) = await PatchUserAsync(user.Id, operation);
        answer.Status.ShouldBe(200, answer.Text);
        if (expected is not null)
        {
            ShouldBeJson(read[attribute], expected);
            return;
        }

        read.ContainsKey(attribute).ShouldBeFalse();
        (await FindAsync($"{attribute} pr")).ShouldBeEmpty();
    }

    [Theory, Requirement("7644-3.5.2.2-06")]
    [InlineData("""{"op":"remove","path":"userName"}""")]
    [InlineData("""{"op":"remove","path":"id"}""")]
    [InlineData("""{"op":"remove","path":"meta"}""")]
    [InlineData("""{"op":"remove","path":"schemas"}""")]
    [InlineData("""{"op":"replace","path":"userName","value":null}""")]
    public async Task ARequiredOrReadOnlyAttribute_StaysAssigned(string operation)
    {
        var user = await NewUserAsync();
        var (refused, read) = await PatchUserAsync(user.Id, operation);
        (refused.Status, refused.ScimType).ShouldBe((400, "mutability"), refused.Text);
        ShouldBeJson(read, user.Text);
        var group = await NewGroupAsync();
        var nameless = await Scim.PatchAsync($"/Groups/{group.Id}", """{"op":"remove","path":"displayName"}""");
        (nameless.Status, nameless.ScimType).ShouldBe((400, "mutability"));
    }

    [Fact, Divergence("remove-listed")]
    public async Task ARemoveWithAList_RemovesThoseOnly()
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (_, read) = await PatchUserAsync(user.Id, """{"op":"remove","path":"emails","value":[{"value":"a@example.com","type":"work"}]}""");
        ShouldBeJson(read["emails"], """[{"value":"b@example.com","type":"home"}]""");
        var ben = await NewUserAsync("ben@example.com");
        var group = await NewGroupAsync("Editors", user.Id, ben.Id);
        await Scim.PatchAsync($"/Groups/{group.Id}", """{"op":"remove","path":"members","value":[]}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.Count.ShouldBe(2);
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"remove","path":"members","value":[{"value":"{{ben.Id}}"}]}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([user.Id]);
        await Scim.PatchAsync($"/Groups/{group.Id}", """{"op":"remove","path":"members"}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBeEmpty();
    }

    [Theory, Requirement("7644-3.5.2.3-01", "7644-3.5.2.3-02", "7644-3.5.2.3-03", "7644-3.5.2.3-04")]
    [InlineData("""{"op":"replace","path":"title","value":"Duchess"}""", "title", "\"Duchess\"")]
    [InlineData("""{"op":"replace","path":"nickName","value":"A"}""", "nickName", "\"A\"")]
    [InlineData("""{"op":"replace","value":{"title":"Duchess","nickName":"A"}}""", "title", "\"Duchess\"")]
    [InlineData("""{"op":"replace","path":"name","value":{"givenName":"Augusta","middleName":"King"}}""", "name",
        """{"givenName":"Augusta","familyName":"Lovelace","middleName":"King"}""")]
    [InlineData("""{"op":"replace","path":"emails","value":[{"value":"c@example.com"}]}""", "emails", """[{"value":"c@example.com"}]""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"c@example.com"}""", "emails",
        """[{"value":"c@example.com","type":"work"},{"value":"b@example.com","type":"home"}]""")]
    [InlineData("""{"op":"replace","path":"emails[value co \"example\"].display","value":"x"}""", "emails",
        """[{"value":"a@example.com","type":"work","display":"x"},{"value":"b@example.com","type":"home","display":"x"}]""")]
    [InlineData("""{"op":"replace","path":"phoneNumbers","value":[{"value":"1"}]}""", "phoneNumbers", """[{"value":"1"}]""")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Engines"}""",
        EnterpriseUrn, """{"department":"Engines"}""")]
    public async Task AReplace_ReplacesOrAdds(string operation, string attribute, string expected)
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (answer, read) = await PatchUserAsync(user.Id, operation);
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read[attribute], expected);
    }

    [Fact, Requirement("7644-3.5.2.3-04")]
    public async Task AReplaceOfAChosenValue_ReplacesIt()
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (answer, read) = await PatchUserAsync(
            user.Id, """{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"c@example.com","type":"work"}}""");
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read["emails"], """[{"value":"c@example.com","type":"work"},{"value":"b@example.com","type":"home"}]""");
    }

    [Theory, Requirement("7644-3.5.2.3-05")]
    [InlineData("""{"op":"replace","path":"emails[value eq \"nobody@example.com\"].type","value":"work"}""")]
    [InlineData("""{"op":"replace","path":"emails[value co \"nobody\"].display","value":"x"}""")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"other\"]","value":{"value":"c@example.com"}}""")]
    [InlineData("""{"op":"replace","path":"phoneNumbers[type eq \"club\"].value","value":"1"}""")]
    public async Task AReplaceThatMatchesNothing_IsNoTarget(string operation)
    {
        var user = await NewUserWithAsync(TwoEmails);
        var (refused, read) = await PatchUserAsync(user.Id, operation);
        (refused.Status, refused.ScimType).ShouldBe((400, "noTarget"), refused.Text);
        ShouldBeJson(read, user.Text);
    }

    [Fact, Requirement("7644-3.5.2.3-05"), Divergence("value-path-creates")]
    public async Task AReplaceOfATypeThatIsNotThere_CreatesIt()
    {
        var user = await NewUserAsync();
        var (answer, read) = await PatchUserAsync(user.Id, """{"op":"replace","path":"emails[type eq \"work\"].value","value":"c@example.com"}""");
        answer.Status.ShouldBe(200, answer.Text);
        ShouldBeJson(read["emails"], """[{"type":"work","value":"c@example.com"}]""");
    }

    [Fact, Requirement("7644-3.5.2.3-01", "7644-3.5.2.1-01", "7644-3.5.2.2-03")]
    public async Task MembersOfAGroup_AreAddedReplacedAndRemoved()
    {
        var ids = (await Tenant.NewUsersAsync(3)).Select(user => user.Id).ToList();
        var group = await NewGroupAsync("Editors", ids[0]);
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{ids[1]}}"},{"value":"{{ids[0]}}"}]}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ids[0], ids[1]], ignoreOrder: true);
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"replace","path":"members","value":[{"value":"{{ids[2]}}"},{"value":"{{ids[1]}}"}]}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ids[1], ids[2]], ignoreOrder: true);
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"remove","path":"members[value eq \"{{ids[2]}}\" or value eq \"{{ids[0]}}\"]"}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ids[1]]);
        var before = await Scim.GetAsync($"/Groups/{group.Id}");
        JsonNode.DeepEquals(before.Body["members"]![0]!["$ref"], JsonValue.Create($"{RunningServices.PublicBaseUrl}/Users/{ids[1]}")).ShouldBeTrue();
    }
}
