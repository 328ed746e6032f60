using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The rules of groups as they show over HTTP: P12 to P17.</summary>
public sealed class GroupAnswerTests(RunningGateway running) : IAsyncLifetime
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
    public async Task P12_ATakenName_Is409_ThatSaysWhichGroupHasItAndWhoManagesIt()
    {
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        var clash = await scim.PostAsync("/Groups", ScimBodies.Group("TEAM"));
        (clash.Status, clash.ScimType).ShouldBe((409, "uniqueness"));
        clash.Detail.ShouldContain(group.Id);
        (await scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group("team"))).Status.ShouldBe(200); // its own name is no clash
    }

    [Theory]
    [InlineData("Everyone")]
    [InlineData("everyone")]
    [InlineData("  EVERYONE ")]
    [InlineData("Ｅｖｅｒｙｏｎｅ")]
    [InlineData("Admin Center Administrators")]
    [InlineData("ADMIN CENTER ADMINISTRATORS")]
    public async Task P13_AReservedName_Is409_ForCreatingAndRenaming(string name)
    {
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        var rename = ScimBodies.Patch(new JsonObject { ["op"] = "replace", ["path"] = "displayName", ["value"] = name }.ToJsonString());
        foreach (var answer in new[]
        {
            await scim.PostAsync("/Groups", ScimBodies.Group(name)),
            await scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group(name)),
            await scim.SendAsync(HttpMethod.Patch, $"/Groups/{group.Id}", ScimClient.Text(rename.ToJsonString())),
        })
        {
            (answer.Status, answer.ScimType).ShouldBe((409, "uniqueness"));
            answer.Detail.ShouldContain("reserved");
        }

        (await scim.GetAsync($"/Groups/{group.Id}")).Text.ShouldBe(group.Text);
    }

    [Fact]
    public async Task P13_TheReservedGroups_AreNeverListedFoundOrChanged()
    {
        var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        var (everyone, administrators) = await tenant.SystemGroupsAsync();
        (await scim.GetAsync("/Groups")).Resources.ShouldBeEmpty();
        foreach (var group in new[] { everyone, administrators })
        {
            (await scim.GetAsync($"/Groups?filter={Uri.EscapeDataString($"displayName eq \"{group.DisplayName}\"")}")).Resources.ShouldBeEmpty();
            (await scim.GetAsync($"/Groups?filter={Uri.EscapeDataString($"id eq \"{group.Id}\"")}")).Resources.ShouldBeEmpty();
            (await scim.GetAsync($"/Groups/{group.Id}")).Status.ShouldBe(404);
            (await scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group("Mine"))).Status.ShouldBe(404);
            (await scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{user.Id}}"}]}""")).Status.ShouldBe(404);
            (await scim.DeleteAsync($"/Groups/{group.Id}")).Status.ShouldBe(404);
        }

        (await tenant.MembersAsync(administrators.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P14_ALocalGroup_IsSeen_AndTakenOverByTheFirstWrite_WithItsIdAndMembers()
    {
        var ada = await tenant.NewUserAsync();
        var local = (await tenant.CreateGroupAsync("Team", Manager.Administrator, ada.Id)).Group;
        (await scim.GetAsync("/Groups?startIndex=1&count=100")).Resources.Single()["id"]!.GetValue<string>().ShouldBe(local.Id);
        (await scim.PatchAsync($"/Groups/{local.Id}", $$$"""{"op":"replace","value":{"id":"{{{local.Id}}}","displayName":"Team of Okta"}}""")).Status.ShouldBe(204);
        (await tenant.GetGroupAsync(local.Id)).Source.ShouldBe(Common.V1.Source.Scim);
        (await scim.GetAsync($"/Groups/{local.Id}")).MemberIds.ShouldBe([ada.Id]);
    }

    [Fact]
    public async Task P15_PresentAndAbsentMembers_AreAddedAndRemovedInVain()
    {
        var (ada, grace) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team", ada.Id));
        var patched = await scim.PatchAsync(
            $"/Groups/{group.Id}",
            $$"""{"op":"remove","path":"members[value eq \"{{grace.Id}}\"]"}""",
            $$"""{"op":"add","path":"members","value":[{"value":"{{ada.Id}}","display":null}]}""");
        patched.Status.ShouldBe(204);
        (await scim.GetAsync($"/Groups/{group.Id}")).Text.ShouldBe(group.Text);
    }

    [Fact]
    public async Task P15_OneUnknownIdAmongGoodOnes_FailsNothing_AndIsNotShown()
    {
        var ada = await tenant.NewUserAsync();
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        (await scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"nobody"},{"value":"{{ada.Id}}"}]}""")).Status.ShouldBe(204);
        (await scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe([ada.Id]);
        (await tenant.ParkedAsync(group.Id)).Select(parked => parked.UserId).ShouldBe(["nobody"]);
    }

    [Fact]
    public async Task P15_ANestedGroup_Is400_ThatSaysThatNestingIsNotSupported_WhateverItsTypeSays()
    {
        var inner = await scim.PostAsync("/Groups", ScimBodies.Group("Inner"));
        var outer = await scim.PostAsync("/Groups", ScimBodies.Group("Outer"));
        foreach (var answer in new[]
        {
            await scim.PatchAsync($"/Groups/{outer.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{inner.Id}}"}]}"""),
            await scim.PatchAsync($"/Groups/{outer.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{inner.Id}}","type":"Group"}]}"""),
            await scim.PostAsync("/Groups", ScimBodies.Group("Third", inner.Id)),
        })
        {
            answer.Status.ShouldBe(400);
            answer.Detail.ShouldContain("nest", Case.Insensitive);
        }

        (await scim.GetAsync("/Groups?filter=displayName%20eq%20%22Third%22")).Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task P16_APatchOfMembers_IsAnswered204WithoutABody_UnlessAttributesAreAskedFor()
    {
        var (ada, grace) = (await tenant.NewUserAsync(), await tenant.NewUserAsync());
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        var patched = await scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{ada.Id}}"}]}""");
        (patched.Status, patched.Text).ShouldBe((204, ""));
        patched.EntityTag.ShouldNotBe(group.EntityTag);
        var asked = await scim.PatchAsync($"/Groups/{group.Id}?attributes=members", $$"""{"op":"add","path":"members","value":[{"value":"{{grace.Id}}"}]}""");
        asked.Status.ShouldBe(200);
        asked.MemberIds.ShouldBe([ada.Id, grace.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task P16_ConcurrentPatchesOfOneGroup_LoseNoMember()
    {
        var users = await tenant.NewUsersAsync(60);
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        var answers = await Task.WhenAll(users.Select(user =>
            scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{user.Id}}"}]}""")));
        answers.ShouldAllBe(answer => answer.Status == 204);
        (await scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBe(users.Select(user => user.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task P17_ADeletedGroup_Is404_ItsNameIsFree_AndItsUsersStay()
    {
        var ada = await tenant.NewUserAsync();
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team", ada.Id));
        (await scim.DeleteAsync($"/Groups/{group.Id}")).Status.ShouldBe(204);
        (await scim.GetAsync($"/Groups/{group.Id}")).Status.ShouldBe(404);
        (await scim.DeleteAsync($"/Groups/{group.Id}")).Status.ShouldBe(404);
        (await scim.GetAsync($"/Users/{ada.Id}")).Body["active"]!.GetValue<bool>().ShouldBeTrue();
        var again = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
        again.Status.ShouldBe(201);
        again.Id.ShouldNotBe(group.Id);
        again.MemberIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task AGroupOf5000_IsAnsweredWhole_AndNotAtAllWhereMembersAreExcluded()
    {
        var users = await tenant.NewUsersAsync(5_000);
        var group = await tenant.NewGroupAsync(users.Select(user => user.Id));
        var whole = await scim.GetAsync($"/Groups/{group.Id}");
        whole.Status.ShouldBe(200);
        whole.MemberIds.ShouldBe(users.Select(user => user.Id), ignoreOrder: true);
        whole.Body["members"]![0]!["$ref"]!.GetValue<string>().ShouldBe($"{RunningServices.PublicBaseUrl}/Users/{whole.MemberIds[0]}");

        var list = await scim.GetAsync("/Groups?count=10");
        list.Resources.Single()["members"]!.AsArray().Count.ShouldBe(5_000);
        foreach (var answer in new[]
        {
            (await scim.GetAsync($"/Groups/{group.Id}?excludedAttributes=members")).Body,
            (await scim.GetAsync($"/Groups/{group.Id}?attributes=displayName")).Body,
            (await scim.GetAsync("/Groups?excludedAttributes=members&filter=displayName+pr")).Resources.Single(),
        })
        {
            answer.ContainsKey("members").ShouldBeFalse();
            answer["displayName"]!.GetValue<string>().ShouldBe(group.DisplayName);
        }

        // Okta's Push Now and its emptying of a group, at this size.
        (await scim.PatchAsync($"/Groups/{group.Id}", """{"op":"replace","path":"members","value":[]}""")).Status.ShouldBe(204);
        (await scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBeEmpty();
        (await scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group("Team", users.Select(user => user.Id)))).MemberIds.Count.ShouldBe(5_000);
    }

    [Fact]
    public async Task ALocation_IsThePublicOne_WhateverTheHostSays()
    {
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"), ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"));
        group.Headers.Location!.ToString().ShouldBe($"{RunningServices.PublicBaseUrl}/Groups/{group.Id}");
        group.Text.ShouldNotContain("evil");
    }
}
