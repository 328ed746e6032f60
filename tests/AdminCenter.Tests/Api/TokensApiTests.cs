using System.Net;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class TokensApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static JsonObject Labelled(string label, params string[] scopes) =>
        new() { ["label"] = label, ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };

    [Fact]
    public async Task P4_AScimToken_IsReplaced_WhileTheOldOneLives()
    {
        var (_, client, home) = await api.NewClientAsync();
        var tokens = $"{home}/provisioning/tokens";

        var first = (await client.PostAsync(tokens, Labelled("Okta"))).Being(HttpStatusCode.Created);
        var old = first.Body!["token"]!["id"]!.GetValue<string>();
        var second = (await client.PostAsync($"{tokens}/{old}/replace")).Being(HttpStatusCode.Created);
        second.Body!["token"]!["replaces"]!.GetValue<string>().ShouldBe(old);
        (await ScimStatusAsync(first.Text("secret")), await ScimStatusAsync(second.Text("secret"))).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));

        (await client.DeleteAsync($"{tokens}/{old}")).Being(HttpStatusCode.NoContent);
        (await client.GetAsync(tokens)).List("tokens").Single()!["id"]!.GetValue<string>().ShouldBe(second.Body!["token"]!["id"]!.GetValue<string>());
        (await client.GetAsync($"{tokens}?revoked=true")).List("tokens").Count.ShouldBe(2);
    }

    [Fact]
    public async Task AnApiToken_IsIssued_Used_AndRevoked()
    {
        var (_, client, home) = await api.NewClientAsync();

        var issued = (await client.PostAsync($"{home}/api-tokens", Labelled("Nightly", "read"))).Being(HttpStatusCode.Created);
        issued.Text("secret").ShouldStartWith("optiid_api_");
        var other = api.Client(issued.Text("secret"));
        (await other.GetAsync(home)).Being(HttpStatusCode.OK);
        (await other.PostAsync($"{home}/api-tokens", Labelled("More"))).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");

        (await client.DeleteAsync($"{home}/api-tokens/{issued.Body!["token"]!["id"]}")).Being(HttpStatusCode.NoContent);
        (await other.GetAsync(home)).Refused(HttpStatusCode.Unauthorized, "TOKEN_REFUSED").Response.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task ApiTokens_AndSupports_AreReplaced_WhileTheOldOnesLive()
    {
        var (_, client, home) = await api.NewClientAsync();
        var support = await api.NewSupportClientAsync();
        foreach (var (caller, tokens, path) in new[] { (client, $"{home}/api-tokens", home), (support, "/api/v1/support/tokens", "/api/v1/organizations") })
        {
            var old = (await caller.PostAsync(tokens, Labelled("Nightly"))).Being(HttpStatusCode.Created);
            var id = old.Body!["token"]!["id"]!.GetValue<string>();

            var fresh = (await caller.PostAsync($"{tokens}/{id}/replace")).Being(HttpStatusCode.Created);

            fresh.Body!["token"]!["replaces"]!.GetValue<string>().ShouldBe(id);
            (await api.Client(old.Text("secret")).GetAsync(path)).Being(HttpStatusCode.OK);
            (await api.Client(fresh.Text("secret")).GetAsync(path)).Being(HttpStatusCode.OK);
            (await caller.PostAsync($"{tokens}/none/replace")).Refused(HttpStatusCode.NotFound, "TOKEN_NOT_FOUND");
        }
    }

    [Fact]
    public async Task OneKindsAddress_DoesntReachAnothersTokens()
    {
        var (tenant, client, home) = await api.NewClientAsync();
        var scim = (await client.PostAsync($"{home}/provisioning/tokens", Labelled("Okta"))).Body!["token"]!["id"]!.GetValue<string>();

        (await client.DeleteAsync($"{home}/api-tokens/{scim}")).Refused(HttpStatusCode.NotFound, "TOKEN_NOT_FOUND");
        (await client.GetAsync($"{home}/api-tokens")).List("tokens").Count.ShouldBe(1);
        (await api.Client((await tenant.Services.IssueTokenAsync(tenant.Id)).Secret).GetAsync(home)).Refused(HttpStatusCode.Unauthorized, "TOKEN_REFUSED");
        (await ScimStatusAsync(await api.IssueAsync(TokenKind.Api, tenant.Id))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SupportsTokens_AreListedApart()
    {
        var support = await api.NewSupportClientAsync();

        var issued = (await support.PostAsync("/api/v1/support/tokens", Labelled("Nightly"))).Being(HttpStatusCode.Created);
        issued.Text("secret").ShouldStartWith("optiid_support_");
        var id = issued.Body!["token"]!["id"]!.GetValue<string>();
        (await support.GetAsync("/api/v1/support/tokens")).List("tokens").Select(token => token!["id"]!.GetValue<string>()).ShouldContain(id);
        (await support.DeleteAsync($"/api/v1/support/tokens/{id}")).Being(HttpStatusCode.NoContent);
        (await api.Client(issued.Text("secret")).GetAsync("/api/v1/support/tokens")).Refused(HttpStatusCode.Unauthorized, "TOKEN_REFUSED");
    }

    [Fact]
    public async Task P4_ARevokedToken_IsBelievedNoLongerThanTheSettingSays()
    {
        var tenant = await api.Running.NewTenantAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:ApiTokenCacheMilliseconds"] = "200" });
        var issued = await tenant.Services.Tokens.IssueTokenAsync(new() { OrganizationId = tenant.Id, Kind = TokenKind.Api, Label = "Test", Cause = RunningServices.NewCause() });
        using var http = center.NewVisitor();
        var client = new ApiClient(http, api.Contract, issued.Secret);
        (await client.GetAsync($"/api/v1/organizations/{tenant.Id}")).Being(HttpStatusCode.OK);

        await tenant.Services.Tokens.RevokeTokenAsync(new() { OrganizationId = tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });

        await Eventually.HoldsAsync(async () => (await client.GetAsync($"/api/v1/organizations/{tenant.Id}")).StatusCode == HttpStatusCode.Unauthorized);
    }

    private async Task<HttpStatusCode> ScimStatusAsync(string secret)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Scim}/Users");
        request.Headers.Authorization = new("Bearer", secret);
        return (await http.SendAsync(request)).StatusCode;
    }
}
