using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class GroupsApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static JsonObject Named(string name) => new() { ["displayName"] = name };

    [Fact]
    public async Task AGroup_IsCreated_Renamed_AndDeleted()
    {
        var (_, client, home) = await api.NewClientAsync();

        var created = (await client.PostAsync($"{home}/groups", Named("Editors"))).Being(HttpStatusCode.Created);
        var address = created.Response.Headers.Location!.OriginalString;
        var renamed = (await client.PatchAsync(address, Named("Authors"), created.ETag)).Being(HttpStatusCode.OK);
        (await client.PatchAsync(address, Named("Writers"), created.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");

        (await client.GetAsync($"{home}/groups?text=author")).List("groups").Single()!["id"]!.GetValue<string>().ShouldBe(created.Text("id"));
        (await client.GetAsync($"{address}/history")).List("changes").Select(change => change!["action"]!.GetValue<string>()).ShouldBe(["group.renamed", "group.created"]);
        (await client.DeleteAsync(address, renamed.ETag)).Being(HttpStatusCode.NoContent).Position.ShouldNotBeNull().ShouldStartWith("groups/");
        (await client.GetAsync(address)).Refused(HttpStatusCode.NotFound, "GROUP_NOT_FOUND");
    }

    [Fact]
    public async Task Members_AreAdded_Listed_AndRemoved()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var users = await tenant.NewUsersAsync(3);
        var address = $"{home}/groups/{(await client.PostAsync($"{home}/groups", Named("Editors"))).Text("id")}";

        var added = await client.PostAsync($"{address}/members", new JsonObject { ["userIds"] = new JsonArray([.. users.Select(user => (JsonNode)user.Id)]) });
        added.Being(HttpStatusCode.OK).Body!["added"]!.GetValue<int>().ShouldBe(3);
        added.Body!["group"]!["memberCount"]!.GetValue<int>().ShouldBe(3);

        var members = (await client.GetAsync($"{address}/members")).List("members");
        members.Select(member => member!["user"]!["userName"]!.GetValue<string>()).ShouldBe(users.Select(user => user.UserName), ignoreOrder: true);
        (await client.GetAsync($"{home}/users/{users[0].Id}/groups")).List("groups").Select(group => group!["displayName"]!.GetValue<string>()).ShouldContain("Editors");

        (await client.DeleteAsync($"{address}/members/{users[0].Id}")).Being(HttpStatusCode.NoContent);
        (await client.DeleteAsync($"{address}/members/{users[0].Id}")).Being(HttpStatusCode.NoContent);
        (await client.GetAsync($"{address}/members")).List("members").Count.ShouldBe(2);
        (await client.GetAsync($"{home}/users/{users[0].Id}/membership-history")).List("changes")[0]!["action"]!.GetValue<string>().ShouldBe("group.members-removed");
    }

    [Fact]
    public async Task P24_WhatTheIdentityProviderManages_Is409_UntilItIsReleased()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var address = $"{home}/groups/{(await tenant.NewGroupAsync()).Id}";
        var members = new JsonObject { ["userIds"] = new JsonArray((await tenant.NewUserAsync()).Id) };

        (await client.PatchAsync(address, Named("Mine"))).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");
        (await client.PostAsync($"{address}/members", members.DeepClone())).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");
        (await client.DeleteAsync(address)).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");

        (await client.SendAsync(HttpMethod.Post, $"{address}/release", ifMatch: "\"999\"")).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.PostAsync($"{address}/release")).Being(HttpStatusCode.OK).Text("source").ShouldBe("local");
        (await client.PostAsync($"{address}/members", members)).Being(HttpStatusCode.OK);
    }

    [Fact]
    public async Task P13_AReservedGroup_IsSeen_AndStays()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var (everyone, _) = await tenant.SystemGroupsAsync();
        var address = $"{home}/groups/{everyone.Id}";

        (await client.GetAsync(address)).Text("reserved").ShouldBe("everyone");
        (await client.PatchAsync(address, Named("All"))).Refused(HttpStatusCode.Conflict, "SYSTEM_GROUP");
        (await client.PostAsync($"{home}/groups", Named(" EVERYONE"))).Refused(HttpStatusCode.Conflict, "GROUP_NAME_RESERVED")
            .List("errors").Single()!["field"]!.GetValue<string>().ShouldBe("displayName");
    }

    [Fact]
    public async Task P15_WhoWasPushedAndIsntHere_IsListed()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var absent = Guid.NewGuid().ToString();
        var group = await tenant.NewGroupAsync(absent);

        (await client.GetAsync($"{home}/groups/{group.Id}/parked")).List("members").Single()!["userId"]!.GetValue<string>().ShouldBe(absent);
    }
}
