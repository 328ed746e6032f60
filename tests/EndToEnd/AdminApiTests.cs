using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>The Admin Center's API over a local run.</summary>
public sealed class AdminApiTests(RunningLocal running) : AdminApiContract(running);

/// <summary>The Admin Center's API, which has everything from the other services.</summary>
public abstract class AdminApiContract(RunningSystem running)
{
    [Fact]
    public async Task WhatOktaPushed_IsShown_Granted_Explained_AndAudited()
    {
        var (_, organization, token) = await running.Run.NewOrganizationAsync();
        using var scim = running.Run.Scim(token);
        var ann = await scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        var editors = await scim.PostAsync("/Groups", ScimBodies.Group("Editors", ann.Id));
        using var http = await NewScriptAsync(organization);
        async Task<JsonObject> Get(string path) => (await SendAsync(http, HttpMethod.Get, path)).Body;

        (await Get("users?text=ann"))["users"]!.AsArray().Single()!["source"]!.ToString().ShouldBe("scim");
        (await Get($"users/{ann.Id}/groups"))["groups"]!.AsArray().Select(group => group!["displayName"]!.ToString()).ShouldContain("Editors");

        var (created, position) = await SendAsync(http, HttpMethod.Post, "instances", """{"product":"CMS","name":"Website","environment":"Production","roles":["editor"]}""");
        var instance = created["id"]!.ToString();
        var grants = $"groups/{editors.Id}/grants";
        var change = $$"""{"make":[{"instanceId":"{{instance}}","role":"editor"}]}""";
        var preview = $"{grants}/preview?atLeast={position}"; // of groups; the user comes from identity, a moment later
        await Eventually.HoldsAsync(async () => (await SendAsync(http, HttpMethod.Post, preview, change)).Body["effects"]!.AsArray() is [{ } effect] && (int)effect["users"]! == 1);
        await SendAsync(http, HttpMethod.Patch, grants, change);
        await Eventually.HoldsAsync(async () => (await Get($"users/{ann.Id}/access"))["instances"]!.AsArray().Count == 1);
        (await Get($"instances/{instance}/users"))["users"]!.AsArray().Count.ShouldBe(1);
        (await Get($"access?user={ann.Id}&instance={instance}"))["paths"]!.AsArray().Single()!["groupId"]!.ToString().ShouldBe(editors.Id);

        await Eventually.HoldsAsync(async () => (await Get("provisioning/requests"))["requests"]!.AsArray().Count == 2);
        (await Get("provisioning/tokens"))["tokens"]!.AsArray().Count.ShouldBe(1);
        await Eventually.HoldsAsync(async () => (await Get($"audit?target={editors.Id}"))["entries"]!.AsArray().Count > 0);
        ((bool)(await Get("audit/verify"))["intact"]!).ShouldBeTrue();
    }

    /// <summary>Where the API is, the links for signing in tell.</summary>
    private async Task<HttpClient> NewScriptAsync(string organization)
    {
        var (code, link, errors) = await Programs.RunAsync(Programs.Operator, ["sign-in", "--support", "Grace", "--json"], running.Home);
        code.ShouldBe(0, errors);
        var tokens = running.Run.Client(run => run.Tokens, invoker => new TokensService.TokensServiceClient(invoker));
        var issued = await tokens.IssueTokenAsync(new() { OrganizationId = organization, Kind = TokenKind.Api, Label = "Script", Cause = RunningServices.NewCause() });
        return new()
        {
            BaseAddress = new(new Uri(JsonNode.Parse(link)!["url"]!.ToString()), $"/api/v1/organizations/{organization}/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issued.Secret) },
        };
    }

    // As a script would: what says that it is too early or that somebody is away is asked again.
    private static async Task<(JsonObject Body, string? Position)> SendAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && path != "instances" && attempt < 20)
            {
                await Task.Delay(500);
                continue;
            }

            answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)answer.StatusCode} {text}");
            return (JsonNode.Parse(text)!.AsObject(), answer.Headers.TryGetValues("Optiid-Position", out var position) ? position.Single() : null);
        }
    }
}
