using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.1 to §3.3: endpoints, messages and POST.</summary>
public sealed class CreatingTests(RunningSystem running) : SectionTests(running)
{
    [Theory, Requirement("7644-3.3-07", "7644-3.3-08", "7644-3.3-09", "7644-3.3-01", "7644-1.3-01", "7644-3.2-03", "7644-3.3.1-01", "7644-3.1-05")]
    [InlineData("/Users", "User")]
    [InlineData("/Groups", "Group")]
    public async Task ANewResource_IsAnswered201_WithItsLocationAndItself(string endpoint, string type)
    {
        var created = type == "User" ? await Scim.PostAsync(endpoint, ScimBodies.User("ada@example.com")) : await Scim.PostAsync(endpoint, ScimBodies.Group("Editors"));
        created.Status.ShouldBe(201);
        var location = created.Headers.Location!.ToString();
        location.ShouldBe($"{RunningServices.PublicBaseUrl}{endpoint}/{created.Id}");
        location.ShouldNotContain("?");
        ((string?)created.Body["meta"]!["location"]).ShouldBe(location);
        ((string?)created.Body["meta"]!["resourceType"]).ShouldBe(type);
        created.EntityTag.ShouldBe((string?)created.Body["meta"]!["version"]);
        (await Scim.GetAsync($"{endpoint}/{created.Id}")).Text.ShouldBe(created.Text);
    }

    [Fact, Requirement("7644-3.3-03", "7644-3.3-04", "7644-3.4.2.2-20")]
    public async Task WhatTheClientDoesNotAssert_IsUnassigned_AndActiveIsTrue()
    {
        var user = await NewUserAsync();
        ((bool?)user.Body["active"]).ShouldBe(true);
        user.Body.ContainsKey("title").ShouldBeFalse();
        (await FindAsync("active eq true")).ShouldBe([user.Id]);
        (await FindAsync("active pr and not (title pr)")).ShouldBe([user.Id]);
        (await FindAsync("active eq false")).ShouldBeEmpty();
    }

    [Fact, Requirement("7644-3.3-10", "7644-3.12-05")]
    public async Task WhatIsThereAlready_Is409Uniqueness()
    {
        await NewUserAsync();
        await NewGroupAsync();
        var user = await Scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        (user.Status, user.ScimType).ShouldBe((409, "uniqueness"));
        var group = await Scim.PostAsync("/Groups", ScimBodies.Group("Editors"));
        (group.Status, group.ScimType).ShouldBe((409, "uniqueness"));
    }

    [Fact, Divergence("taken-over-and-reinstated")]
    public async Task AnAdministratorsUser_IsTakenOver_AndADeactivatedOneReinstated_UnderTheSameId()
    {
        var local = await Tenant.NewCollaboratorAsync("grace@example.com");
        var taken = await Scim.PostAsync("/Users", ScimBodies.User("grace@example.com"));
        (taken.Status, taken.Id).ShouldBe((201, local.Id));

        await Scim.PatchAsync($"/Users/{local.Id}", """{"op":"replace","path":"active","value":false}""");
        var back = await Scim.PostAsync("/Users", ScimBodies.User("GRACE@example.com"));
        (back.Status, back.Id, (bool?)back.Body["active"]).ShouldBe((201, local.Id, true));
        (await Scim.PostAsync("/Users", ScimBodies.User("grace@example.com"))).Status.ShouldBe(409);
    }

    [Fact, Requirement("7644-3.1-01", "7644-3.1-02", "7644-3.1-03")]
    public async Task Messages_AreNamedByTheirUris_AndNoneIsASchema()
    {
        const string Messages = "urn:ietf:params:scim:api:";
        ((string)(await Scim.GetAsync("/Users")).Body["schemas"]![0]!).ShouldStartWith(Messages);
        ((string)(await Scim.GetAsync("/Users/x")).Body["schemas"]![0]!).ShouldStartWith(Messages);
        var schemas = await Scim.GetAsync("/Schemas");
        schemas.Resources.ShouldNotBeEmpty();
        schemas.Resources.ShouldAllBe(schema => !((string)schema["id"]!).StartsWith(Messages, StringComparison.Ordinal));
        (await Scim.GetAsync($"/Schemas/{ListUrn}")).Status.ShouldBe(404);
    }

    [Fact, Requirement("7644-3.2-04", "7644-3.5.1-02")]
    public async Task APut_CreatesNothing()
    {
        (await Scim.PutAsync("/Users/not-there", ScimBodies.User("ada@example.com"))).Status.ShouldBe(404);
        (await Scim.PutAsync("/Groups/not-there", ScimBodies.Group("Editors"))).Status.ShouldBe(404);
        (await Scim.GetAsync("/Users")).Resources.ShouldBeEmpty();
        (await Scim.GetAsync("/Groups")).Resources.ShouldBeEmpty();
    }
}
