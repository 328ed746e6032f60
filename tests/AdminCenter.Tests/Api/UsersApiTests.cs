using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class UsersApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static JsonObject Ada(string family = "Lovelace") => new() { ["userName"] = "ada@example.com", ["givenName"] = "Ada", ["familyName"] = family };

    [Fact]
    public async Task ACollaborator_IsAdded_Changed_AndDeleted()
    {
        var (_, client, home) = await api.NewClientAsync();

        var created = (await client.PostAsync($"{home}/users", Ada())).Being(HttpStatusCode.Created);
        var address = created.Response.Headers.Location!.OriginalString;
        address.ShouldBe($"{home}/users/{created.Text("id")}");
        created.Position.ShouldNotBeNull().ShouldStartWith("identity/");
        (created.Text("source"), created.Text("state"), created.Text("familyName")).ShouldBe(("local", "active", "Lovelace"));

        var changed = (await client.PutAsync(address, Ada("King"), created.ETag)).Being(HttpStatusCode.OK);
        changed.Text("familyName").ShouldBe("King");
        changed.ETag.ShouldNotBe(created.ETag);
        (await client.GetAsync(address)).ETag.ShouldBe(changed.ETag);

        (await client.DeleteAsync(address, changed.ETag)).Being(HttpStatusCode.NoContent).Position.ShouldNotBeNull();
        (await client.GetAsync($"{home}/users")).List("users").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("userName", "no address", "INVALID_VALUE", HttpStatusCode.BadRequest)]
    [InlineData("givenName", "a\0b", "INVALID_VALUE", HttpStatusCode.BadRequest)]
    [InlineData("userName", "taken@example.com", "USER_NAME_TAKEN", HttpStatusCode.Conflict)]
    public async Task WhatIsRefused_IsToldOfItsField(string field, string value, string reason, HttpStatusCode status)
    {
        var (tenant, client, home) = await api.NewClientAsync();
        await tenant.NewUserAsync("taken@example.com");
        var body = Ada();
        body[field] = value;

        var answer = (await client.PostAsync($"{home}/users", body)).Refused(status, reason);

        var error = answer.List("errors").Single()!;
        (error["field"]!.GetValue<string>(), error["detail"]!.GetValue<string>()).ShouldBe((field, answer.Text("detail")));
    }

    [Fact]
    public async Task TheSecondOfTwoEdits_IsTold_AndOverwritesNothing()
    {
        var (_, client, home) = await api.NewClientAsync();
        var seen = await client.PostAsync($"{home}/users", Ada());
        var address = $"{home}/users/{seen.Text("id")}";
        await client.PutAsync(address, Ada("King"), seen.ETag);

        (await client.PutAsync(address, Ada("Byron"), seen.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.DeleteAsync(address, seen.ETag)).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.PutAsync(address, Ada("Byron"), "W/\"1\"")).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");

        (await client.GetAsync(address)).Text("familyName").ShouldBe("King");
        (await client.PutAsync(address, Ada("Byron"), "*")).Being(HttpStatusCode.OK);
    }

    [Fact]
    public async Task P24_WhatTheIdentityProviderManages_Is409_WithTheReason()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var address = $"{home}/users/{(await tenant.NewUserAsync()).Id}";

        (await client.PutAsync(address, Ada())).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");
        (await client.DeleteAsync(address)).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");
    }

    [Fact]
    public async Task P18_AReleasedUser_CanBeChanged()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var address = $"{home}/users/{(await tenant.NewUserAsync()).Id}";

        var seen = (await client.GetAsync(address)).ETag;
        (await client.SendAsync(HttpMethod.Post, $"{address}/release", ifMatch: "\"999\"")).Refused(HttpStatusCode.PreconditionFailed, "VERSION_MISMATCH");
        (await client.SendAsync(HttpMethod.Post, $"{address}/release", ifMatch: seen)).Being(HttpStatusCode.OK).Text("source").ShouldBe("local");
        (await client.PutAsync(address, Ada())).Being(HttpStatusCode.OK);
    }

    [Fact]
    public async Task P15_WhatWaitsForADeactivatedUser_IsListed()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var user = await tenant.NewUserAsync();
        var address = $"{home}/users/{user.Id}/parked";
        (await client.GetAsync(address)).List("groups").ShouldBeEmpty();
        await tenant.SetActiveAsync(user.Id, false);
        var group = await tenant.NewGroupAsync(user.Id);

        var parked = (await client.GetAsync(address)).Being(HttpStatusCode.OK).List("groups").Single()!;
        parked["group"]!["id"]!.GetValue<string>().ShouldBe(group.Id);
        (parked["expires"]!.GetValue<DateTimeOffset>() - parked["since"]!.GetValue<DateTimeOffset>()).ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task P10_AnErasedUser_IsNotFoundAnyMore()
    {
        var (_, client, home) = await api.NewClientAsync();
        var address = $"{home}/users/{(await client.PostAsync($"{home}/users", Ada())).Text("id")}";

        (await client.PostAsync($"{address}/erase")).Being(HttpStatusCode.NoContent).Position.ShouldNotBeNull();

        (await client.GetAsync(address)).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
    }

    [Fact]
    public async Task ATakenUserName_Is409_AndNamesTheField()
    {
        var (_, client, home) = await api.NewClientAsync();
        await client.PostAsync($"{home}/users", Ada());

        var refused = (await client.PostAsync($"{home}/users", Ada())).Refused(HttpStatusCode.Conflict, "USER_NAME_TAKEN");

        refused.List("errors").Single()!["field"]!.GetValue<string>().ShouldBe("userName");
    }

    [Fact]
    public async Task ASearch_GoesPageByPage_AndFilters()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        await tenant.NewUsersAsync(5);
        var collaborator = await client.PostAsync($"{home}/users", Ada());
        List<string> seen = [];
        for (var address = $"{home}/users?pageSize=2"; ;)
        {
            var page = (await client.GetAsync(address)).Being(HttpStatusCode.OK);
            seen.AddRange(page.List("users").Select(user => user!["id"]!.GetValue<string>()));
            if (page.Body!["nextPageToken"] is not { } next)
            {
                break;
            }

            address = $"{home}/users?pageSize=2&pageToken={Uri.EscapeDataString(next.GetValue<string>())}";
        }

        seen.Distinct().Count().ShouldBe(6);
        seen.Count.ShouldBe(6);
        (await client.GetAsync($"{home}/users?text=lovel&source=local&state=active")).List("users").Single()!["id"]!.GetValue<string>().ShouldBe(collaborator.Text("id"));
        (await client.GetAsync($"{home}/users?state=deactivated")).List("users").ShouldBeEmpty();
    }

    [Fact]
    public async Task AUsersHistory_SaysWhatChanged_AndByWhichRequest()
    {
        var (_, client, home) = await api.NewClientAsync();
        var address = $"{home}/users/{(await client.PostAsync($"{home}/users", Ada())).Text("id")}";
        var changed = await client.PutAsync(address, Ada("King"));

        var newest = (await client.GetAsync($"{address}/history")).Being(HttpStatusCode.OK).List("changes")[0]!;

        newest["action"]!.GetValue<string>().ShouldBe("user.changed");
        newest["cause"]!["actor"]!.GetValue<string>().ShouldStartWith("api:");
        newest["cause"]!["requestId"]!.GetValue<string>().ShouldBe(changed.Response.Headers.GetValues("Optiid-Request-Id").Single());
        (await client.GetAsync($"{address}/membership-history")).Being(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnotherOrganizationsUser_IsntFound()
    {
        var (_, client, home) = await api.NewClientAsync();
        var (other, _, otherHome) = await api.NewClientAsync();
        var user = await other.NewCollaboratorAsync();

        (await client.GetAsync($"{home}/users/{user.Id}")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await client.GetAsync($"{otherHome}/users/{user.Id}")).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");
    }
}
