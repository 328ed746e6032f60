using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §4.2: groups.</summary>
public sealed class GroupSchemaTests(RunningSystem running) : SectionTests(running)
{
    [Theory, Requirement("7643-4.2-01")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":" "}""")]
    public async Task AGroupWithoutAName_IsRefused(string body)
    {
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Groups", ScimClient.Text(body));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7643-4.2-02", "7643-7-19", "7643-7-20", "7644-3.5.2-07")]
    public async Task Members_ComeAndGo_ButWhatAMemberIsStaysTheSame()
    {
        var (ada, ben) = (await NewUserAsync(), await NewUserAsync("ben@example.com"));
        var group = await NewGroupAsync(memberIds: [ada.Id]);
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{ben.Id}}"}]}""");
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"remove","path":"members[value eq \"{{ada.Id}}\"]"}""");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ben.Id]);

        var changed = await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"replace","path":"members[value eq \"{{ben.Id}}\"].value","value":"{{ada.Id}}"}""");
        changed.Status.ShouldBe(400);
        changed.ScimType.ShouldBe("mutability");
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ben.Id]);
    }

    [Fact, Requirement("7643-4.2-03")]
    public async Task AMember_NeedsItsValue_AsTheSchemaSays()
    {
        var schema = await Scim.GetAsync($"/Schemas/{ScimBodies.GroupUrn}");
        var members = schema.Body["attributes"]!.AsArray().Single(attribute => (string?)attribute!["name"] == "members")!;
        ((bool)members["subAttributes"]!.AsArray().Single(part => (string?)part!["name"] == "value")!["required"]!).ShouldBeTrue();
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Groups", ScimClient.Text($$"""
            {"schemas":["{{ScimBodies.GroupUrn}}"],"displayName":"Editors","members":[{"display":"Ada"}]}
            """));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7643-2.3.7-07"), Divergence("member-address")]
    public async Task AMembersAddress_IsMadeHere()
    {
        var user = await NewUserAsync();
        var group = await Scim.SendAsync(HttpMethod.Post, "/Groups", ScimClient.Text($$"""
            {"schemas":["{{ScimBodies.GroupUrn}}"],"displayName":"Editors",
             "members":[{"value":"{{user.Id}}","$ref":"https://example.org/mine","display":"mine","type":"User"}]}
            """));
        group.Status.ShouldBe(201, group.Text);
        ShouldBeJson((await Scim.GetAsync($"/Groups/{group.Id}")).Body["members"], $$"""
            [{"value":"{{user.Id}}","$ref":"{{RunningServices.PublicBaseUrl}}/Users/{{user.Id}}","type":"User"}]
            """);
    }

    [Fact, Divergence("only-users-are-extended")]
    public async Task AGroup_HasNoExtension()
    {
        (await Scim.GetAsync("/ResourceTypes/Group")).Body["schemaExtensions"]!.AsArray().ShouldBeEmpty();
        var group = await Scim.SendAsync(HttpMethod.Post, "/Groups", ScimClient.Text(
            $$$"""{"schemas":["{{{ScimBodies.GroupUrn}}}"],"displayName":"Editors","{{{ShipExtension.Urn}}}":{"badge":"B7"}}"""));
        group.Status.ShouldBe(201, group.Text);
        group.Body.ContainsKey(ShipExtension.Urn).ShouldBeFalse();
    }

    [Fact, Divergence("nested-groups")]
    public async Task AGroupInAGroup_IsRefused()
    {
        var inner = await NewGroupAsync("Inner");
        var refused = await Scim.PostAsync("/Groups", ScimBodies.Group("Outer", inner.Id));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        refused.Detail.ShouldContain("nest");
        var outer = await NewGroupAsync("Outer");
        (await Scim.PatchAsync($"/Groups/{outer.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{inner.Id}}","type":"Group"}]}""")).Status.ShouldBe(400);
    }

    [Theory, Divergence("group-names")]
    [InlineData("EDITORS")]
    [InlineData(" editors ")]
    [InlineData("Everyone")]
    [InlineData("admin center ADMINISTRATORS")]
    [InlineData("Ｅｖｅｒｙｏｎｅ")]
    public async Task AGroupsName_IsUniqueInAnyForm_AndSomeAreReserved(string name)
    {
        await NewGroupAsync("Editors");
        var again = await Scim.PostAsync("/Groups", ScimBodies.Group(name));
        (again.Status, again.ScimType).ShouldBe((409, "uniqueness"));
        (await Scim.GetAsync("/Groups")).Resources.ShouldHaveSingleItem();
    }
}
