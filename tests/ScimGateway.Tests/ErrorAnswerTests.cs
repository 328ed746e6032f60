using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Errors over HTTP (P28); that each is a SCIM body is held by <see cref="ScimAnswer"/>. Those of an outage: <see cref="OutageTests"/>.</summary>
public sealed class ErrorAnswerTests(RunningGateway running)
{
    [Fact]
    public async Task P28_ABodyThatIsNotJson_Is400InvalidSyntax()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answer = await scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text("{\"schemas\":["));
            (answer.Status, answer.ScimType).ShouldBe((400, "invalidSyntax"));
        }
    }

    [Theory]
    [InlineData("/Users/00919288221112222")]
    [InlineData("/Users/010101001010101011001010101011")]
    [InlineData("/Groups/%D0%B6%01")]
    [InlineData("/Groups/a%2Fb")]
    [InlineData("/Users/x/emails")]
    [InlineData("/Users,Groups")]
    [InlineData("/1")]
    [InlineData("/Schemas/urn:nothing")]
    [InlineData("/ResourceTypes/Role")]
    public async Task P28_WhatIsNotThere_Is404(string target)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            (await scim.GetAsync(target)).Status.ShouldBe(404);
        }
    }

    [Theory]
    [InlineData("PUT", "/Users", "GET, HEAD, POST")]
    [InlineData("DELETE", "/Groups", "GET, HEAD, POST")]
    [InlineData("PATCH", "/Users", "GET, HEAD, POST")]
    [InlineData("POST", "/Users/x", "GET, HEAD, PUT, PATCH, DELETE")]
    [InlineData("POST", "/ServiceProviderConfig", "GET")]
    [InlineData("DELETE", "/Schemas", "GET")]
    [InlineData("PUT", "/ResourceTypes/User", "GET")]
    [InlineData("GET", "/Users/.search", "POST")]
    [InlineData("DELETE", "", "GET")]
    public async Task P28_AWrongMethod_Is405_ThatNamesTheRightOnes(string method, string target, string allowed)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answer = await scim.SendAsync(new HttpMethod(method), target, null);
            answer.Status.ShouldBe(405);
            answer.Detail.ShouldContain(allowed);
        }
    }

    [Fact]
    public async Task P28_AStaleVersion_Is412_AndChangesNothing()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            var group = await scim.PostAsync("/Groups", ScimBodies.Group("Team"));
            (string, string) stale = ("If-Match", "W/\"999\"");
            (await scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("grace@example.com"), stale)).Status.ShouldBe(412);
            (await scim.DeleteAsync($"/Users/{user.Id}", stale)).Status.ShouldBe(412);
            (await scim.PutAsync($"/Groups/{group.Id}", ScimBodies.Group("Other"), stale)).Status.ShouldBe(412);
            (await scim.DeleteAsync($"/Groups/{group.Id}", stale)).Status.ShouldBe(412);
            (await scim.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
            (await scim.GetAsync($"/Groups/{group.Id}")).Text.ShouldBe(group.Text);

            var current = ("If-Match", user.EntityTag!);
            var changed = await scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("grace@example.com"), current);
            changed.Status.ShouldBe(200);
            changed.EntityTag.ShouldNotBe(user.EntityTag);
            (await scim.GetAsync($"/Users/{user.Id}", ("If-None-Match", changed.EntityTag!))).Status.ShouldBe(304);
        }
    }

    [Theory]
    [InlineData("/Users", 1, false)]
    [InlineData("/Users", 1, true)]
    [InlineData("/Groups", 10, false)]
    [InlineData("/Groups", 10, true)]
    public async Task P28_ABodyThatIsTooLarge_Is413(string target, int mebibytes, bool chunked)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var content = ScimClient.Text($"{{\"x\":\"{new string('x', mebibytes * 1024 * 1024)}\"}}");
            var answer = await scim.SendAsync(HttpMethod.Post, target, content, chunked ? [("Transfer-Encoding", "chunked")] : []);
            answer.Status.ShouldBe(413);
            (await scim.GetAsync("/Users?count=1")).Status.ShouldBe(200);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task P28_AnotherMediaType_Is415(string? mediaType)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            (await scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text(ScimBodies.User("ada@example.com").ToJsonString(), mediaType))).Status.ShouldBe(415);
        }
    }

    [Fact]
    public async Task P28_ACompressedBody_Is415()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var content = ScimClient.Text("{}");
            content.Headers.ContentEncoding.Add("gzip");
            (await scim.SendAsync(HttpMethod.Post, "/Users", content)).Status.ShouldBe(415);
        }
    }

    [Theory]
    [InlineData("application/scim+json; charset=utf-8", "application/scim+json")]
    [InlineData("application/json", "application/scim+json; charset=utf-8")]
    [InlineData("application/json; charset=UTF-8", "application/xml")]
    [InlineData("application/scim+json", "*/*")]
    public async Task BothMediaTypes_AreTaken_AndScimsIsAnswered(string contentType, string accept)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var body = ScimClient.Text(ScimBodies.User("ada@example.com").ToJsonString(), contentType);
            (await scim.SendAsync(HttpMethod.Post, "/Users", body, ("Accept", accept))).Status.ShouldBe(201);
        }
    }

    [Theory]
    [InlineData("/users")]
    [InlineData("/USERS")]
    [InlineData("/Users/")]
    [InlineData("//Users")]
    [InlineData("//users//")]
    public async Task APath_InAnyCaseAndWithMoreSlashes_IsTheSame(string target)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var created = await scim.PostAsync(target, ScimBodies.User("ada@example.com"));
            created.Status.ShouldBe(201);
            (await scim.GetAsync($"{target}{(target.EndsWith('/') ? "" : "/")}{created.Id}")).Text.ShouldBe(created.Text);
            (await scim.GetAsync($"{target}?filter=userName%20eq%20%22ada@example.com%22")).Resources.ShouldHaveSingleItem();
        }
    }

    [Theory]
    [InlineData("/Users?filter=userName")]
    [InlineData("/Users?filter=nosuch%20eq%20%22x%22")]
    [InlineData("/Groups?filter=displayName%20like%20%22x%22")]
    public async Task P28_AFilterThatIsNotUnderstood_Is400InvalidFilter(string target)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answer = await scim.GetAsync(target);
            (answer.Status, answer.ScimType).ShouldBe((400, "invalidFilter"));
        }
    }

    [Fact]
    public async Task P29_AProjectionThatCannotBeFollowed_Is400_BeforeAnythingIsStored()
    {
        var (tenant, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var names = string.Join(',', Enumerable.Range(0, 2_000).Select(number => $"a{number % 10}"));
            (await scim.PostAsync($"/Users?attributes={names}", ScimBodies.User("ada@example.com"))).Status.ShouldBe(400);
            (await scim.PostAsync($"/Groups?attributes={names}", ScimBodies.Group("Team"))).Status.ShouldBe(400);
            (await tenant.FindAsync("userName eq \"ada@example.com\"")).TotalResults.ShouldBe(0u);
            (await scim.GetAsync("/Groups")).Resources.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task EveryAnswer_HasARequestIdOfItsOwn_AndIsNotKept()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answers = new[] { await scim.GetAsync("/Users"), await scim.GetAsync("/Users/x"), await scim.PostAsync("/Users", new JsonObject()) };
            answers.Select(answer => answer.Headers.GetValues("X-Request-Id").Single()).ShouldBeUnique();
            answers.ShouldAllBe(answer => answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task P30_TheConfiguration_SaysWhatIsEnforced()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var config = (await scim.GetAsync("/serviceproviderconfig/")).Body;
            config["patch"]!["supported"]!.GetValue<bool>().ShouldBeTrue();
            var maximum = config["filter"]!["maxResults"]!.GetValue<int>();
            (await scim.GetAsync($"/Users?count={maximum + 1}")).Status.ShouldBe(200);
            (await scim.GetAsync("/Schemas?filter=id%20eq%20%22x%22")).Status.ShouldBe(403);
            foreach (var type in (await scim.GetAsync("/ResourceTypes")).Resources)
            {
                (await scim.GetAsync((string)type["endpoint"]!)).Status.ShouldBe(200);
                (await scim.GetAsync($"/Schemas/{(string)type["schema"]!}")).Status.ShouldBe(200);
                (await scim.GetAsync($"/ResourceTypes/{(string)type["id"]!}")).Status.ShouldBe(200);
            }
        }
    }

    [Fact]
    public async Task P31_AnOrganizationOverItsLimit_Is429WithWholeSeconds_AndAnotherIsNotSlowedDown()
    {
        var url = await running.Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "1", ["Gateway:RequestBurst"] = "2" });
        using var greedy = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync((await running.NewTenantAsync()).Id)).Secret);
        using var modest = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync((await running.NewTenantAsync()).Id)).Secret);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => greedy.GetAsync("/Users")));
        answers.ShouldContain(answer => answer.Status == 200);
        answers.Where(answer => answer.Status == 429).ShouldNotBeEmpty();
        answers.Where(answer => answer.Status == 429).ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        (await modest.GetAsync("/Users")).Status.ShouldBe(200);
    }
}
