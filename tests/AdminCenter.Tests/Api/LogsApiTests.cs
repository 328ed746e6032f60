using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class LogsApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Fact]
    public async Task P26_TheProvisioningLog_IsReadPageByPage_AndInDetail()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        await ProvisionAsync(tenant, "ada@example.com");
        await ProvisionAsync(tenant, "ada@example.com");
        var log = $"{home}/provisioning/requests";
        await Eventually.HoldsAsync(async () => (await client.GetAsync(log)).List("requests").Count == 2);

        var newest = (await client.GetAsync($"{log}?pageSize=1")).Being(HttpStatusCode.OK);
        newest.List("requests").Single()!["status"]!.GetValue<int>().ShouldBe(409);
        var older = await client.GetAsync($"{log}?pageSize=1&before={newest.Body!["nextBefore"]}");
        older.List("requests").Single()!["operation"]!.GetValue<string>().ShouldBe("create");
        (await client.GetAsync($"{log}?onlyFailed=true&text=ada")).List("requests").Count.ShouldBe(1);

        var detail = (await client.GetAsync($"{log}/{older.List("requests")[0]!["requestId"]}")).Being(HttpStatusCode.OK);
        detail.Text("requestBody").ShouldContain("ada@example.com");
        (await client.GetAsync($"{log}/none")).Refused(HttpStatusCode.NotFound, "REQUEST_NOT_FOUND");
        var provisioning = (await client.GetAsync($"{home}/provisioning")).Being(HttpStatusCode.OK);
        (provisioning.Text("mode"), provisioning.Text("baseUrl")).ShouldBe(("scim", RunningServices.PublicBaseUrl));
        provisioning.Body!["firstUser"].ShouldNotBeNull();
        (await client.GetAsync($"{home}/users?text=ada")).List("users").Single()!["lastSync"].ShouldNotBeNull(); // P24
    }

    [Fact]
    public async Task P27_WhatTheApiChanges_AndIsRefused_IsInTheAuditLog()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var created = await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" });
        var refused = await client.DeleteAsync($"{home}/groups/{(await tenant.NewGroupAsync()).Id}");
        var id = created.Text("id");

        var about = (await client.GetAsync($"{home}/audit?target={id}")).List("entries").Single()!;
        about["action"]!.GetValue<string>().ShouldBe("group.created");
        about["actor"]!.GetValue<string>().ShouldStartWith("api:");
        about["requestId"]!.GetValue<string>().ShouldBe(created.Response.Headers.GetValues("Optiid-Request-Id").Single());
        var attempt = (await client.GetAsync($"{home}/audit?action=refused")).List("entries").Single()!;
        attempt["refusal"]!.GetValue<string>().ShouldBe("ManagedByIdentityProvider");
        attempt["requestId"]!.GetValue<string>().ShouldBe(refused.Text("requestId"));
    }

    [Fact]
    public async Task P27_WhatATokenMayNot_IsInTheAuditLogOfItsOrganization()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var (_, _, otherHome) = await api.NewClientAsync();
        await api.Client(await api.IssueAsync(TokenKind.Api, tenant.Id, Scope.Read)).PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" });
        await client.GetAsync($"{otherHome}/users");

        (await client.GetAsync($"{home}/audit?action=refused")).List("entries").Select(entry => entry!["summary"]!.GetValue<string>())
            .ShouldBe(["GET /api/v1/organizations/{organization}/users", "POST /api/v1/organizations/{organization}/groups"]);
    }

    [Fact]
    public async Task P27_TheAuditLog_IsVerified_AgainstWhatWasNotedDown()
    {
        var (_, client, home) = await api.NewClientAsync();
        await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" });
        var head = (await client.GetAsync($"{home}/audit")).List("entries")[0]!;
        await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Authors" });

        (await client.GetAsync($"{home}/audit/verify?knownNumber={head["number"]}&knownHash={head["hash"]}")).Body!["intact"]!.GetValue<bool>().ShouldBeTrue();
        var forged = await client.GetAsync($"{home}/audit/verify?knownNumber={head["number"]}&knownHash={new string('0', 64)}");
        (forged.Body!["intact"]!.GetValue<bool>(), forged.Body!["brokenAt"]!.GetValue<int>()).ShouldBe((false, head["number"]!.GetValue<int>()));
        foreach (var (query, field) in new[] { ("knownHash=xyz", "knownNumber"), ("knownNumber=1", "knownHash"), ("knownNumber=1&knownHash=00ff", "knownHash") })
        {
            (await client.GetAsync($"{home}/audit/verify?{query}")).Refused(HttpStatusCode.BadRequest, "INVALID_VALUE")
                .List("errors").Single()!["field"]!.GetValue<string>().ShouldBe(field);
        }
    }

    [Fact]
    public async Task P27_TheAuditLog_IsNarrowedToARequest()
    {
        var (_, client, home) = await api.NewClientAsync();
        await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" });
        var request = (await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Authors" })).Response.Headers.GetValues("Optiid-Request-Id").Single();

        (await client.GetAsync($"{home}/audit?request={request}")).List("entries").Single()!["summary"]!.GetValue<string>().ShouldBe("Created the group Authors");
    }

    [Fact]
    public async Task P27_TheAuditLog_IsExported_WithItsHashes_AndSoItIsItself()
    {
        var (_, client, home) = await api.NewClientAsync();
        await client.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" });
        var (mediaType, text) = await DownloadAsync(client, $"{home}/audit/export");

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        mediaType.ShouldBe("application/jsonl");
        lines.Select(line => line["summary"]!.GetValue<string>()).ShouldBe(["Created the group Editors", "Exported the audit log as JSON Lines"], ignoreOrder: true);
        lines.ShouldAllBe(line => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String((string)line["content"]!))) == (string)line["hash"]!);
    }

    [Fact]
    public async Task P26_TheProvisioningLog_IsFollowed_OldestFirst()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var log = $"{home}/provisioning/requests";
        (await client.GetAsync($"{log}?after=0")).Body!["nextAfter"]!.GetValue<int>().ShouldBe(0);
        foreach (var name in new[] { "ada", "ada", "grace" })
        {
            await ProvisionAsync(tenant, $"{name}@example.com");
        }

        await Eventually.HoldsAsync(async () => (await client.GetAsync(log)).List("requests").Count == 3);
        var first = (await client.GetAsync($"{log}?after=0&pageSize=2")).Being(HttpStatusCode.OK);
        Numbers(first).ShouldBe([1, 2]);
        first.Body!["nextAfter"]!.GetValue<int>().ShouldBe(2);
        Numbers(await client.GetAsync($"{log}?after=2")).ShouldBe([3]);
        var none = await client.GetAsync($"{log}?after=3");
        (none.List("requests").Count, none.Body!["nextAfter"]!.GetValue<int>()).ShouldBe((0, 3));
        var failed = await client.GetAsync($"{log}?after=0&onlyFailed=true");
        (Numbers(failed).Single(), failed.Body!["nextAfter"]!.GetValue<int>()).ShouldBe((2, 3));
        (await client.GetAsync($"{log}?after=1&before=2")).Refused(HttpStatusCode.BadRequest, "INVALID_VALUE");
    }

    [Fact]
    public async Task P27_ATokenThatGoesOnTrying_IsInTheAuditLogOnce()
    {
        var (tenant, _, home) = await api.NewClientAsync();
        var reading = api.Client(await api.IssueAsync(TokenKind.Api, tenant.Id, Scope.Read));
        for (var i = 0; i < 5; i++)
        {
            (await reading.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" })).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");
        }

        (await reading.GetAsync($"{home}/audit?action=refused")).List("entries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnOutage_IsNoRefusedAttempt()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["Services:groups"] = "http://127.0.0.1:1" });
        using var http = center.NewVisitor();
        var cut = new ApiClient(http, api.Contract, await api.IssueAsync(TokenKind.Api, tenant.Id));

        (await cut.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" })).Refused(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");

        (await client.GetAsync($"{home}/audit?action=refused")).List("entries").ShouldBeEmpty();
        await api.Running.Services.StopAsync(center.Address);
    }

    private static IEnumerable<int> Numbers(ApiAnswer page) => page.List("requests").Select(request => request!["number"]!.GetValue<int>());

    private static async Task<(string MediaType, string Text)> DownloadAsync(ApiClient client, string address)
    {
        using var answer = await client.DownloadAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        return (answer.Content.Headers.ContentType!.MediaType!, await answer.Content.ReadAsStringAsync());
    }

    private async Task ProvisionAsync(Tenant tenant, string userName)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Scim}/Users");
        request.Headers.Authorization = new("Bearer", (await tenant.Services.IssueTokenAsync(tenant.Id)).Secret);
        var body = new JsonObject { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName, ["active"] = true };
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        await http.SendAsync(request);
    }
}
