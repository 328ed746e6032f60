using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class ProblemTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Theory]
    [InlineData("""{"displayName":"A","colour":"red"}""", "colour", "There is no member")]
    [InlineData("""{}""", "displayName", "is missing")]
    [InlineData("""{"displayName":7}""", "displayName", "isn't what is expected")]
    [InlineData("""{"displayName":null}""", "displayName", "isn't what is expected")]
    [InlineData("""{"displayName":"A","userIds":"x"}""", "userIds", "isn't what is expected")]
    [InlineData("""{"displayName":"A","userIds":[1]}""", "userIds[0]", "isn't what is expected")]
    [InlineData("""{"displayname":"A"}""", "displayname", "There is no member")]
    [InlineData("""{"displayName":"A",}""", "", "line 1, byte 20")]
    [InlineData("""not json""", "", "line 1, byte 2")]
    [InlineData("""[]""", "", "isn't the JSON that is expected")]
    public async Task ABodyThatIsntUnderstood_Is400_AndSaysWhere(string body, string field, string says)
    {
        var (_, client, home) = await api.NewClientAsync();

        var answer = await client.SendRawAsync(HttpMethod.Post, $"{home}/groups", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.Refused(HttpStatusCode.BadRequest, "INVALID_SYNTAX").Text("detail").ShouldContain(says);
        answer.List("errors").Single()!["field"]!.GetValue<string>().ShouldBe(field);
        answer.Text("detail").ShouldNotContain("OptiId.");
    }

    [Theory]
    [InlineData("GET", "/users?source=idp", "source", "one of scim, jit, local, system")]
    [InlineData("GET", "/users?source=1", "source", "one of scim")]
    [InlineData("GET", "/users?pageSize=-1", "pageSize", "a whole number")]
    [InlineData("GET", "/users?pageSize=2&pageSize=3", "pageSize", "more than once")]
    [InlineData("GET", "/users?page=2", "page", "there are: pageSize, pageToken, source, state, text")]
    [InlineData("GET", "/users/x?fields=id", "fields", "no parameter \"fields\" here.")]
    [InlineData("GET", "/provisioning/requests?onlyFailed=yes", "onlyFailed", "true or false")]
    [InlineData("GET", "/access?user=a", "instance", "is missing")]
    public async Task AQueryThatIsntUnderstood_Is400_AndNamesTheParameter(string method, string address, string field, string says)
    {
        var (_, client, home) = await api.NewClientAsync();

        var answer = (await client.SendAsync(new(method), home + address)).Refused(HttpStatusCode.BadRequest, "INVALID_VALUE");

        answer.List("errors").Single()!["field"]!.GetValue<string>().ShouldBe(field);
        answer.Text("detail").ShouldContain(says);
    }

    [Fact]
    public async Task WithoutAToken_Is401_WithHowToShowOne()
    {
        var (_, _, home) = await api.NewClientAsync();
        (await api.Client(null).GetAsync(home)).Refused(HttpStatusCode.Unauthorized, "TOKEN_REFUSED").Response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"optiid\"");
    }

    [Fact]
    public async Task ACookie_OpensNothing()
    {
        var tenant = await api.Running.NewTenantAsync();
        using var visitor = await api.Center.SignInAsync(tenant.Id, await tenant.NewAdministratorAsync());
        (await visitor.GetAsync($"/o/{tenant.Id}/users")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await visitor.GetAsync($"/api/v1/organizations/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WhatIsNoAddress_Is404_AndIsTheSameWithoutAToken()
    {
        (await api.Client(null).GetAsync("/api/v1/nothing")).Refused(HttpStatusCode.NotFound, "NO_SUCH_ADDRESS");
        (await api.Client(null).GetAsync("/api")).Refused(HttpStatusCode.NotFound, "NO_SUCH_ADDRESS");
    }

    [Fact]
    public async Task AWrongMethod_Is405_WithThoseThatThereAre()
    {
        var (_, client, home) = await api.NewClientAsync();
        var answer = (await client.SendAsync(HttpMethod.Put, $"{home}/groups")).Refused(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        answer.Response.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Fact]
    public async Task AnotherMediaType_Is415()
    {
        var (_, client, home) = await api.NewClientAsync();
        var content = new ByteArrayContent("displayName=A"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };
        (await client.SendRawAsync(HttpMethod.Post, $"{home}/groups", content)).Refused(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task NoBody_Is400()
    {
        var (_, client, home) = await api.NewClientAsync();
        (await client.SendRawAsync(HttpMethod.Post, $"{home}/groups", null)).StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task ABodyThatIsTooLarge_Is413()
    {
        var (_, client, home) = await api.NewClientAsync();
        var content = new StringContent($$"""{"displayName":"{{new string('a', 1_100_000)}}"}""", Encoding.UTF8, "application/json");
        (await client.SendRawAsync(HttpMethod.Post, $"{home}/groups", content)).Refused(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task ATokenThatAsksTooMuch_Is429_WithWhenToComeAgain_AndHindersNoOther()
    {
        var tenant = await api.Running.NewTenantAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:ApiBurst"] = "3", ["AdminCenter:ApiRequestsPerSecond"] = "1" });
        using var http = center.NewVisitor();
        var home = $"/api/v1/organizations/{tenant.Id}";
        var client = new ApiClient(http, api.Contract, await api.IssueAsync(Tokens.V1.TokenKind.Api, tenant.Id));
        List<ApiAnswer> answers = [];
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await client.GetAsync(home));
        }

        answers.Take(3).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK).Refused(HttpStatusCode.TooManyRequests, "TOO_MANY_REQUESTS");
        refused.Response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        (await new ApiClient(http, api.Contract, await api.IssueAsync(Tokens.V1.TokenKind.Api, tenant.Id)).GetAsync(home)).Being(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ATokensLimit_IsOne_HoweverItIsSpelled()
    {
        var tenant = await api.Running.NewTenantAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:ApiBurst"] = "3", ["AdminCenter:ApiRequestsPerSecond"] = "1" });
        using var http = center.NewVisitor();
        var secret = await api.IssueAsync(Tokens.V1.TokenKind.Api, tenant.Id);
        string[] spellings = ["Bearer", "bearer", "BEARER", "bEARER", "beARER", "bEaReR", "BeArEr", "Bearer ", "bearer  ", "BEARER   "];

        List<HttpStatusCode> answers = [];
        foreach (var spelling in spellings)
        {
            answers.Add(await StatusAsync(http, $"/api/v1/organizations/{tenant.Id}", $"{spelling} {secret}"));
        }

        answers.ShouldContain(HttpStatusCode.OK);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task WrongTokens_AreLimitedByTheirAddress_AndHinderNoTokenThatWasRight()
    {
        var tenant = await api.Running.NewTenantAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:ApiWrongTokens"] = "3", ["AdminCenter:ApiTokenCacheMilliseconds"] = "0" });
        using var http = center.NewVisitor();
        var (home, right) = ($"/api/v1/organizations/{tenant.Id}", await api.IssueAsync(Tokens.V1.TokenKind.Api, tenant.Id));
        (await StatusAsync(http, home, $"Bearer {right}")).ShouldBe(HttpStatusCode.OK);

        // One after the other: those that come at once may all be looked at before the first is counted.
        List<HttpStatusCode> answers = [];
        for (var number = 0; number < 30 && !answers.Contains(HttpStatusCode.TooManyRequests); number++)
        {
            answers.Add(await StatusAsync(http, home, $"Bearer optiid_api_{number}"));
        }

        answers[..3].ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        (await StatusAsync(http, home, $"Bearer {right}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AServiceThatDoesntAnswer_Is503_WithRetryAfter()
    {
        var tenant = await api.Running.NewTenantAsync();
        var center = await api.Running.Services.StartAdminCenterAsync(new() { ["Services:identity"] = "http://127.0.0.1:1" });
        using var http = center.NewVisitor();
        var client = new ApiClient(http, api.Contract, await api.IssueAsync(Tokens.V1.TokenKind.Api, tenant.Id));

        (await client.GetAsync($"/api/v1/organizations/{tenant.Id}/users")).Refused(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE")
            .Response.Headers.RetryAfter!.Delta.ShouldNotBeNull();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string address, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
