using System.Net;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class AccessApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static JsonObject Website(params string[] roles) => new()
    {
        ["product"] = "CMS",
        ["name"] = "Website",
        ["environment"] = "Production",
        ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
    };

    private static JsonObject Change(string list, string instance, string role) =>
        new() { [list] = new JsonArray(new JsonObject { ["instanceId"] = instance, ["role"] = role }) };

    [Fact]
    public async Task AnInstance_IsAdded_Changed_AndDeleted()
    {
        var (_, client, home) = await api.NewClientAsync();

        var created = (await client.PostAsync($"{home}/instances", Website("editor"))).Being(HttpStatusCode.Created);
        var address = created.Response.Headers.Location!.OriginalString;
        (await client.PutAsync(address, Website("editor", "viewer"), created.ETag)).Being(HttpStatusCode.OK).List("roles").Count.ShouldBe(2);
        (await client.PutAsync(address, Website("editor"), created.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.GetAsync($"{home}/instances")).List("instances").Count.ShouldBe(1);

        (await client.DeleteAsync(address, created.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.DeleteAsync(address)).Being(HttpStatusCode.NoContent);
        (await client.GetAsync(address)).Refused(HttpStatusCode.NotFound, "INSTANCE_NOT_FOUND");
    }

    [Fact]
    public async Task P25_Grants_ArePreviewed_Changed_AndExplained()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync(user.Id);
        var instance = (await client.PostAsync($"{home}/instances", Website("editor", "viewer"))).Text("id");
        var grants = $"{home}/groups/{group.Id}/grants";
        var before = await client.GetAsync(grants);

        JsonNode? gained = null;
        await Eventually.HoldsAsync(async () => (gained = (await client.PostAsync($"{grants}/preview", Change("make", instance, "editor"))).List("effects").SingleOrDefault()) is not null);
        (gained!["users"]!.GetValue<int>(), gained["gained"]!.GetValue<bool>()).ShouldBe((1, true));
        gained["examples"]![0]!["userName"]!.GetValue<string>().ShouldBe(user.UserName);
        (await client.GetAsync(grants)).List("grants").ShouldBeEmpty();

        var made = (await client.PatchAsync(grants, Change("make", instance, "editor"), before.ETag)).Being(HttpStatusCode.OK);
        made.List("grants").Count.ShouldBe(1);
        (await client.PatchAsync(grants, Change("end", instance, "editor"), before.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");

        var atLeast = $"atLeast={made.Position}";
        (await client.GetAsync($"{home}/users/{user.Id}/access?{atLeast}")).List("instances").Single()!["roles"]!.AsArray().Single()!.GetValue<string>().ShouldBe("editor");
        (await client.GetAsync($"{home}/instances/{instance}/users?{atLeast}")).List("users").Single()!["user"]!["userId"]!.GetValue<string>().ShouldBe(user.Id);
        var path = (await client.GetAsync($"{home}/access?user={user.Id}&instance={instance}&{atLeast}")).List("paths").Single()!;
        path["groupId"]!.GetValue<string>().ShouldBe(group.Id);
        path["grantCause"]!["requestId"]!.GetValue<string>().ShouldBe(made.Response.Headers.GetValues("Optiid-Request-Id").Single());

        (await client.PutAsync($"{home}/instances/{instance}", Website("viewer"))).Refused(HttpStatusCode.Conflict, "ROLE_GRANTED");
        (await client.PatchAsync(grants, Change("end", instance, "editor"), made.ETag)).Being(HttpStatusCode.OK).List("grants").ShouldBeEmpty();
    }

    [Fact]
    public async Task P25_WhoHasAccess_IsExported()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var user = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync(user.Id);
        var instance = (await client.PostAsync($"{home}/instances", Website("editor"))).Text("id");
        await tenant.GrantAsync(group.Id, instance, "editor");
        await Eventually.HoldsAsync(async () => (await tenant.CheckAsync(user.Id, instance)).Allowed);

        HttpResponseMessage? answer = null;
        await Eventually.HoldsAsync(async () =>
            (answer = await client.DownloadAsync($"{home}/instances/{instance}/users/export")).StatusCode != HttpStatusCode.ServiceUnavailable);

        answer!.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        CsvFile.Read((await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF')).Skip(1).Single()[0].ShouldBe(user.UserName);
        (await client.GetAsync($"{home}/instances/none/users/export")).Refused(HttpStatusCode.NotFound, "INSTANCE_NOT_FOUND");
    }

    [Fact]
    public async Task AnUndeclaredRole_Is409_AndNothingIsGranted()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var grants = $"{home}/groups/{(await tenant.NewGroupAsync()).Id}/grants";
        var instance = (await client.PostAsync($"{home}/instances", Website("editor"))).Text("id");

        (await client.PatchAsync(grants, Change("make", instance, "owner"))).Refused(HttpStatusCode.Conflict, "ROLE_NOT_DECLARED");

        (await client.GetAsync(grants)).List("grants").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("7")]
    [InlineData("groups/1/e")]
    [InlineData("groups/x/e/1")]
    public async Task WhatIsNoPosition_IsRefused(string position)
    {
        var (_, client, home) = await api.NewClientAsync();
        (await client.GetAsync($"{home}/users/{Guid.NewGuid()}/access?atLeast={position}")).Refused(HttpStatusCode.BadRequest, "INVALID_VALUE")
            .List("errors").Single()!["field"]!.GetValue<string>().ShouldBe("atLeast");
    }
}
