using System.Net;
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
        (await client.GetAsync($"{home}/audit/verify?knownHash=xyz")).Refused(HttpStatusCode.BadRequest, "INVALID_VALUE");
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
