using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Nothing crosses from one organization to another: an id of another's is 404, and a name of another's is free.</summary>
public sealed class TwoOrganizationsTests(RunningGateway running)
{
    private const string Deactivate = """{"op":"replace","path":"active","value":false}""";
    private const string Rename = """{"op":"replace","path":"displayName","value":"Mine now"}""";

    [Fact]
    public async Task AnotherOrganizationsUser_Is404ForEveryMethod_AndStaysAsItIs()
    {
        var (_, owner) = await running.NewOrganizationAsync();
        var (_, stranger) = await running.NewOrganizationAsync();
        using (owner)
        using (stranger)
        {
            var user = await owner.PostAsync("/Users", ScimBodies.User("ada@example.com", user => user["externalId"] = "00u1"));
            var target = $"/Users/{user.Id}";
            foreach (var answer in new[]
            {
                await stranger.GetAsync(target),
                await stranger.GetAsync(target, ("If-None-Match", user.EntityTag!)),
                await stranger.PutAsync(target, ScimBodies.User("eve@example.com")),
                await stranger.PutAsync(target, ScimBodies.User("eve@example.com"), ("If-Match", "W/\"999\"")),
                await stranger.PatchAsync(target, Deactivate),
                await stranger.PatchAsync(target),
                await stranger.DeleteAsync(target),
                await stranger.DeleteAsync(target, ("If-Match", "W/\"999\"")),
            })
            {
                answer.Status.ShouldBe(404);
                answer.Text.ShouldNotContain("ada");
            }

            foreach (var filter in new[] { $"id eq \"{user.Id}\"", "userName eq \"ada@example.com\"", "externalId eq \"00u1\"" })
            {
                (await stranger.GetAsync($"/Users?filter={Uri.EscapeDataString(filter)}")).Resources.ShouldBeEmpty(filter);
            }

            (await owner.GetAsync(target)).Text.ShouldBe(user.Text);
        }
    }

    [Fact]
    public async Task AnotherOrganizationsGroup_Is404ForEveryMethod_AndStaysAsItIs()
    {
        var (_, owner) = await running.NewOrganizationAsync();
        var (_, stranger) = await running.NewOrganizationAsync();
        using (owner)
        using (stranger)
        {
            var member = await owner.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            var group = await owner.PostAsync("/Groups", ScimBodies.Group("Team", member.Id));
            var target = $"/Groups/{group.Id}";
            foreach (var answer in new[]
            {
                await stranger.GetAsync(target),
                await stranger.GetAsync($"{target}?excludedAttributes=members"),
                await stranger.PutAsync(target, ScimBodies.Group("Mine now")),
                await stranger.PatchAsync(target, Rename),
                await stranger.PatchAsync(target, """{"op":"remove","path":"members"}"""),
                await stranger.PatchAsync(target, $$"""{"op":"add","path":"members","value":[{"value":"{{member.Id}}"}]}"""),
                await stranger.PatchAsync(target),
                await stranger.DeleteAsync(target),
                await stranger.DeleteAsync(target, ("If-Match", "W/\"999\"")),
            })
            {
                answer.Status.ShouldBe(404);
                answer.Text.ShouldNotContain("Team");
            }

            (await stranger.GetAsync("/Groups?filter=displayName%20eq%20%22Team%22")).Resources.ShouldBeEmpty();
            (await stranger.GetAsync($"/Groups?filter=members.value%20eq%20%22{member.Id}%22")).Resources.ShouldBeEmpty();
            (await owner.GetAsync(target)).Text.ShouldBe(group.Text);
        }
    }

    [Fact]
    public async Task TheSameNames_LiveInBoth_AndNo409RevealsTheOther()
    {
        var (_, first) = await running.NewOrganizationAsync();
        var (_, second) = await running.NewOrganizationAsync();
        using (first)
        using (second)
        {
            var ids = new List<string>();
            foreach (var scim in new[] { first, second })
            {
                var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com", user => user["externalId"] = "00u1"));
                var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team", user.Id));
                (user.Status, group.Status).ShouldBe((201, 201));
                ids.AddRange([user.Id, group.Id]);
            }

            ids.ShouldBeUnique();
            var clash = await first.PostAsync("/Groups", ScimBodies.Group("team"));
            (clash.Status, clash.ScimType).ShouldBe((409, "uniqueness"));
            clash.Text.ShouldNotContain(ids[3]);

            // Renaming to a name that only the other has is no clash.
            await second.PostAsync("/Groups", ScimBodies.Group("Theirs"));
            (await first.PatchAsync($"/Groups/{ids[1]}", """{"op":"replace","path":"displayName","value":"Theirs"}""")).Status.ShouldBe(204);
        }
    }

    [Fact]
    public async Task AnotherOrganizationsUserAsMember_IsParkedLikeAnyUnknownId_AndNeverShown()
    {
        var (tenant, first) = await running.NewOrganizationAsync();
        var (_, second) = await running.NewOrganizationAsync();
        using (first)
        using (second)
        {
            var theirs = await second.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            var mine = await first.PostAsync("/Users", ScimBodies.User("grace@example.com"));
            var group = await first.PostAsync("/Groups", ScimBodies.Group("Team", theirs.Id, mine.Id));
            group.Status.ShouldBe(201);
            (await first.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([mine.Id]);
            (await tenant.ParkedAsync(group.Id)).Select(parked => parked.UserId).ShouldBe([theirs.Id]);
        }
    }

    [Fact]
    public async Task ATokenOfOneOrganization_WorksInNoOther_WhateverTheHeadersSay()
    {
        var (tenant, first) = await running.NewOrganizationAsync();
        var (_, second) = await running.NewOrganizationAsync();
        using (first)
        using (second)
        {
            await first.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            var answer = await second.GetAsync("/Users", ("X-Organization-Id", tenant.Id), ("organization-id", tenant.Id), ("dapr-caller-app-id", "identity"));
            answer.Resources.ShouldBeEmpty();
        }
    }
}
