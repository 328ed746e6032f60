using System.Text.Json.Nodes;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class ListUsersTests(RunningOnEmbedded running, RunningOnFakeClock clock)
{
    [Fact]
    public async Task AFilter_FindsByEachIndexedAttribute()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewUsersAsync(3);
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", externalId: "Okta-1", and: document => document["emails"] = new JsonArray(
            new JsonObject { ["value"] = "Ada@Home.example", ["type"] = "home" }, new JsonObject { ["value"] = "ada@example.com", ["type"] = "work" })))).User;
        foreach (var filter in new[]
        {
            $"id eq \"{user.Id}\"", "userName eq \"ADA@example.com\"", "externalId eq \"Okta-1\"",
            "emails.value eq \"ada@HOME.example\"", "emails.value eq \"ada@example.com\"", "emails[type eq \"home\" and value eq \"ada@home.example\"]",
            "userName eq \"ada@example.com\" and active eq true", "name.familyName eq \"Lovelace\" and externalId eq \"Okta-1\"", "emails.value co \"home\"",
        })
        {
            (await tenant.FindAsync(filter)).Users.Select(found => found.Id).ShouldBe([user.Id], filter);
        }

        foreach (var filter in new[] { "externalId eq \"okta-1\"", "emails[type eq \"work\" and value eq \"ada@home.example\"]", "userName eq \"nobody@example.com\"" })
        {
            (await tenant.FindAsync(filter)).TotalResults.ShouldBe(0u, filter);
        }
    }

    [Fact]
    public async Task AnIndex_FollowsChangesOfItsAttribute()
    {
        var tenant = await running.NewTenantAsync();
        var one = (await tenant.ProvisionAsync(Tenant.Document("one@example.com", externalId: "shared"))).User;
        var two = (await tenant.ProvisionAsync(Tenant.Document("two@example.com", externalId: "shared"))).User;
        (await tenant.FindAsync("externalId eq \"shared\"")).Users.Select(user => user.Id).ShouldBe([one.Id, two.Id], ignoreOrder: true);
        await tenant.PatchAsync(one.Id, ("externalId", "\"own\""), ("emails", "[{\"value\":\"one@home.example\"}]"));
        (await tenant.FindAsync("externalId eq \"shared\"")).Users.Single().Id.ShouldBe(two.Id);
        (await tenant.FindAsync("externalId eq \"own\"")).Users.Single().Id.ShouldBe(one.Id);
        (await tenant.FindAsync("emails.value eq \"one@home.example\"")).Users.Single().Id.ShouldBe(one.Id);
        await tenant.PatchAsync(one.Id, ("externalId", null), ("emails", null));
        (await tenant.FindAsync("externalId eq \"own\"")).TotalResults.ShouldBe(0u);
        (await tenant.FindAsync("emails.value eq \"one@home.example\"")).TotalResults.ShouldBe(0u);
    }

    [Fact]
    public async Task AFilterThatIsNotUnderstood_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidFilter, () => tenant.FindAsync("userName equals \"ada\""));
        await Refused.WithAsync(Reason.InvalidFilter, () => tenant.FindAsync("nonsense eq \"ada\""));
    }

    [Fact]
    public async Task AFilterThatNoIndexServes_IsRefusedWhereTheOrganizationIsLarge_AndIndexedOnesAreNot()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(RunningOnEmbedded.MaximumScan);
        (await tenant.FindAsync("name.familyName eq \"Lovelace\"")).TotalResults.ShouldBe((uint)users.Count);
        await tenant.NewUserAsync();
        await Refused.WithAsync(Reason.TooMany, () => tenant.FindAsync("name.familyName eq \"Lovelace\""));
        (await tenant.FindAsync($"userName eq \"{users[50].UserName}\"")).Users.Single().Id.ShouldBe(users[50].Id);
    }

    [Fact]
    public async Task PagesByIndex_HoldEveryUserOnce_InTheOrderOfCreation()
    {
        var tenant = await running.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add((await tenant.NewUserAsync()).Id);
        }

        var listed = new List<string>();
        for (var start = 1u; start <= 25; start += 10)
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, StartIndex = start, Count = 10 });
            page.TotalResults.ShouldBe(25u);
            listed.AddRange(page.Users.Select(user => user.Id));
        }

        listed.ShouldBe(ids);
        var beyond = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, StartIndex = 26, Count = 10 });
        (beyond.TotalResults, beyond.Users.Count).ShouldBe((25u, 0));
        var total = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 0 });
        (total.TotalResults, total.Users.Count).ShouldBe((25u, 0));
    }

    [Fact]
    public async Task PagesByCursor_HoldEveryUserOnce_WhileOthersComeAndGo()
    {
        var tenant = await running.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add((await tenant.NewUserAsync()).Id);
        }

        var listed = new List<string>();
        var cursor = "";
        do
        {
            var page = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 4, Cursor = cursor });
            listed.AddRange(page.Users.Select(user => user.Id));
            cursor = page.NextCursor;
            await tenant.DeleteUserAsync(listed[^2]);
            if (listed.Count < 20)
            {
                await tenant.NewUserAsync();
            }
        }
        while (cursor.Length > 0);

        listed.ShouldBeUnique();
        listed.Where(ids.Contains).ShouldBe(ids);
        listed.Count.ShouldBe(29);
    }

    [Fact]
    public async Task APageByCursor_MayBeginAfterAUserWhoIsGone()
    {
        var tenant = await running.NewTenantAsync();
        var users = new[] { await tenant.NewUserAsync(), await tenant.NewUserAsync(), await tenant.NewUserAsync() };
        var first = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 1, Cursor = "" });
        await tenant.DeleteUserAsync(users[0].Id);
        var second = await running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 1, Cursor = first.NextCursor });
        second.Users.Single().Id.ShouldBe(users[1].Id);
    }

    [Fact]
    public async Task ACursorOfOnesOwnMaking_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidCursor, () =>
            running.Services.Users.ListUsersAsync(new() { OrganizationId = tenant.Id, Count = 1, Cursor = "nonsense!" }).ResponseAsync);
    }

    [Fact]
    public async Task ACursor_ExpiresAfterItsTime()
    {
        var tenant = await clock.NewTenantAsync();
        await tenant.NewUsersAsync(2);
        var query = new ListUsersRequest { OrganizationId = tenant.Id, Count = 1, Cursor = "" };
        query.Cursor = (await clock.Services.Users.ListUsersAsync(query)).NextCursor;
        clock.Pass(TimeSpan.FromSeconds(CursorSeal.LifetimeSeconds - 10));
        (await clock.Services.Users.ListUsersAsync(query)).Users.Count.ShouldBe(1);
        clock.Pass(TimeSpan.FromSeconds(20));
        await Refused.WithAsync(Reason.ExpiredCursor, () => clock.Services.Users.ListUsersAsync(query).ResponseAsync);
    }

    [Fact]
    public async Task LookUps_AnswerTheStatesOfThoseWhoAreThere()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var users = await tenant.NewUsersAsync(3);
        var foreign = await other.NewUserAsync();
        await tenant.SetActiveAsync(users[1].Id, false);
        await tenant.DeleteUserAsync(users[2].Id);
        var request = new LookUpUsersRequest { OrganizationId = tenant.Id, UserIds = { users.Select(user => user.Id), foreign.Id, "unknown" } };
        (await running.Services.Users.LookUpUsersAsync(request)).Users.Select(user => (user.UserId, user.State, user.Tenure)).ShouldBe(
            [(users[0].Id, UserState.Active, 1u), (users[1].Id, UserState.Deactivated, 1u)], ignoreOrder: true);
        request.EvenDeleted = true;
        (await running.Services.Users.LookUpUsersAsync(request)).Users.Select(user => (user.UserId, user.State)).ShouldBe(
            [(users[0].Id, UserState.Active), (users[1].Id, UserState.Deactivated), (users[2].Id, UserState.Deleted)], ignoreOrder: true);
    }
}
