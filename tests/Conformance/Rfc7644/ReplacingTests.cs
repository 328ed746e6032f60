using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.5 and §3.5.1: PUT.</summary>
public sealed class ReplacingTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-3.5-01", "7644-3.5.1-01", "7644-3.5.1-04", "7644-3.5.1-05", "7644-3.5.1-06")]
    public async Task APut_ReplacesWhatItSays_AndEndsWhatItOmits()
    {
        var user = await NewUserWithAsync($$"""
            "title":"Countess","nickName":"Ada","emails":[{"value":"a@example.com"},{"value":"b@example.com"}],"{{EnterpriseUrn}}":{"department":"Engines"}
            """);
        var replaced = await Scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ada@example.com", body => Merge(body, """
            "title":"Duchess","emails":[{"value":"c@example.com"}]
            """)));
        replaced.Status.ShouldBe(200);
        replaced.Id.ShouldBe(user.Id);
        var read = (await Scim.GetAsync($"/Users/{user.Id}")).Body;
        ShouldBeJson(read, replaced.Text);
        ((string?)read["title"]).ShouldBe("Duchess");
        ShouldBeJson(read["emails"], """[{"value":"c@example.com"}]""");
        read.ContainsKey("nickName").ShouldBeFalse();
        read.ContainsKey(EnterpriseUrn).ShouldBeFalse();
        ((bool?)read["active"]).ShouldBe(true);
    }

    [Fact, Requirement("7644-3.5.1-01", "7644-3.5.1-03", "7644-3.5.1-11")]
    public async Task WhatAGetGave_CanBePutBack_ReadOnlyAttributesToo()
    {
        var user = await NewUserWithAsync("""
            "title":"Countess"
            """);
        var read = await Scim.GetAsync($"/Users/{user.Id}");
        var body = read.Body.DeepClone().AsObject();
        body["id"] = "another";
        body["meta"]!["created"] = "2001-01-01T00:00:00Z";
        body["groups"] = new JsonArray(new JsonObject { ["value"] = "nobody" });
        var replaced = await Scim.PutAsync($"/Users/{user.Id}", body);
        (replaced.Status, replaced.Text).ShouldBe((200, read.Text));

        var group = await Scim.GetAsync($"/Groups/{(await NewGroupAsync("Editors", user.Id)).Id}");
        (await Scim.PutAsync($"/Groups/{group.Id}", group.Body.DeepClone())).Text.ShouldBe(group.Text);
    }

    [Fact, Requirement("7644-3.5.1-08")]
    public async Task NullOrAnEmptyList_EndsAnAttribute()
    {
        var user = await NewUserWithAsync("""
            "title":"Countess","emails":[{"value":"a@example.com"}]
            """);
        var replaced = await Scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ada@example.com", body => Merge(body, """
            "title":null,"emails":[]
            """)));
        replaced.Body.ContainsKey("title").ShouldBeFalse();
        replaced.Body.ContainsKey("emails").ShouldBeFalse();
    }

    [Theory, Requirement("7644-3.5.1-12")]
    [InlineData("/Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"title":"x"}""")]
    [InlineData("/Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"members":[]}""")]
    public async Task ARequiredAttribute_HasToBeThere(string endpoint, string body)
    {
        var resource = endpoint == "/Users" ? await NewUserAsync() : await NewGroupAsync();
        var refused = await Scim.PutAsync($"{endpoint}/{resource.Id}", JsonNode.Parse(body)!);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        (await Scim.GetAsync($"{endpoint}/{resource.Id}")).Text.ShouldBe(resource.Text);
    }

    [Fact, Requirement("7644-3.5-01", "7644-3.5.1-04")]
    public async Task APutOfAGroup_ReplacesItsNameAndItsMembers()
    {
        var (ada, ben) = (await NewUserAsync(), await NewUserAsync("ben@example.com"));
        var group = await NewGroupAsync("Editors", ada.Id);
        var replaced = await Scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group("Writers", ben.Id));
        replaced.Status.ShouldBe(200);
        var read = await Scim.GetAsync($"/Groups/{group.Id}");
        (read.MemberIds.Single(), (string?)read.Body["displayName"]).ShouldBe((ben.Id, "Writers"));
        await Scim.PutAsync($"/Groups/{group.Id}", JsonNode.Parse($$"""{"schemas":["{{ScimBodies.GroupUrn}}"],"displayName":"Writers"}""")!);
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBeEmpty();
    }
}
