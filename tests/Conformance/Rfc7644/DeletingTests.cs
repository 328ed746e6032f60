using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.6: DELETE.</summary>
public sealed class DeletingTests(RunningSystem running) : SectionTests(running)
{
    [Theory, Requirement("7644-3.6-01", "7644-3.6-02", "7644-3.6-05")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task WhatIsDeleted_IsGoneForEveryOperation(string endpoint)
    {
        var resource = endpoint == "/Users" ? await NewUserAsync() : await NewGroupAsync();
        var deleted = await Scim.DeleteAsync($"{endpoint}/{resource.Id}");
        (deleted.Status, deleted.Text).ShouldBe((204, ""));
        var target = $"{endpoint}/{resource.Id}";
        (await Scim.GetAsync(target)).Status.ShouldBe(404);
        (await Scim.PutAsync(target, resource.Body.DeepClone())).Status.ShouldBe(404);
        (await Scim.PatchAsync(target, """{"op":"replace","path":"displayName","value":"x"}""")).Status.ShouldBe(404);
        (await Scim.DeleteAsync(target)).Status.ShouldBe(404);
        (await Scim.GetAsync(endpoint)).Resources.ShouldBeEmpty();
        (await FindAsync($"id eq \"{resource.Id}\"", endpoint)).ShouldBeEmpty();
        (await FindAsync("displayName pr or meta.created pr", endpoint)).ShouldBeEmpty();
    }

    [Fact, Requirement("7644-3.6-03", "7644-3.6-04"), Divergence("id-comes-back")]
    public async Task WhatIsDeleted_IsNoConflict()
    {
        var user = await NewUserWithAsync("""
            "externalId":"701","title":"Countess"
            """);
        var group = await NewGroupAsync();
        await Scim.DeleteAsync($"/Users/{user.Id}");
        await Scim.DeleteAsync($"/Groups/{group.Id}");
        var again = await NewUserAsync();
        again.Id.ShouldBe(user.Id);
        again.Body.ContainsKey("title").ShouldBeFalse();
        (await NewGroupAsync()).Id.ShouldNotBe(group.Id);
    }

    [Fact, Requirement("7644-3.6-02")]
    public async Task ADeletedUser_IsNoMemberAnyMore()
    {
        var (ada, ben) = (await NewUserAsync(), await NewUserAsync("ben@example.com"));
        var group = await NewGroupAsync("Editors", ada.Id, ben.Id);
        await Scim.DeleteAsync($"/Users/{ada.Id}");
        await Eventually.HoldsAsync(async () => (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds is [var only] && only == ben.Id);
        await Scim.DeleteAsync($"/Groups/{group.Id}");
        (await Scim.GetAsync($"/Users/{ben.Id}")).Status.ShouldBe(200);
        (await Scim.GetAsync($"/Users/{ben.Id}?attributes=groups")).Body.ContainsKey("groups").ShouldBeFalse();
    }
}
