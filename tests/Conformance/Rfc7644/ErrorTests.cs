using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.12: errors. The client of these tests holds each to its body.</summary>
public sealed class ErrorTests(RunningSystem running) : SectionTests(running)
{
    [Theory, Requirement("7644-3.12-01", "7644-3.12-02", "7644-3.12-04", "7644-3.12-05", "7644-3.2-05", "7644-3.1-02")]
    [InlineData("GET", "/Users/not-there", null, 404)]
    [InlineData("GET", "/Nowhere", null, 404)]
    [InlineData("POST", "/Users", "{", 400)]
    [InlineData("POST", "/Users", "[]", 400)]
    [InlineData("POST", "/Users", "", 400)]
    [InlineData("PUT", "/Users", "{}", 405)]
    [InlineData("DELETE", "/Groups", null, 405)]
    [InlineData("POST", "/Schemas", "{}", 405)]
    [InlineData("TRACE", "/Users", null, 405)]
    public async Task AnError_IsInTheStatusAndInTheBody(string method, string target, string? body, int status)
    {
        var answer = await Scim.SendAsync(new HttpMethod(method), target, body is null ? null : ScimClient.Text(body));
        answer.Status.ShouldBe(status);
        ShouldBeJson(answer.Body["schemas"], $"[\"{ErrorUrn}\"]");
        answer.Body["status"]!.GetValue<string>().ShouldBe($"{status}");
        answer.Detail.Length.ShouldBeGreaterThan(10);
    }

    [Theory, Requirement("7644-3.12-03", "7644-3.12-05")]
    [InlineData("POST", "/Users", "{", "invalidSyntax")]
    [InlineData("POST", "/Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":7}""", "invalidValue")]
    [InlineData("GET", "/Users?filter=x", null, "invalidFilter")]
    [InlineData("GET", "/Users?cursor=x", null, "invalidCursor")]
    [InlineData("GET", "/Users/not-there", null, null)]
    public async Task TheKeyword_SaysMore_WhereThereIsOne(string method, string target, string? body, string? scimType)
    {
        var answer = await Scim.SendAsync(new HttpMethod(method), target, body is null ? null : ScimClient.Text(body));
        answer.ScimType.ShouldBe(scimType);
        answer.Body.ContainsKey("scimType").ShouldBe(scimType is not null);
    }

    [Fact, Requirement("7644-3.12-05")]
    public async Task ABodyThatIsTooLarge_Is413()
    {
        var refused = await Scim.PostAsync("/Users", ScimBodies.User("ada@example.com", body => body["title"] = new string('x', 2 * 1024 * 1024)));
        refused.Status.ShouldBe(413);
    }

    [Fact, Requirement("7644-3.12-08")]
    public async Task AnInternalError_SaysWhatToTellSupport()
    {
        await using var failing = await FailingService.StartAsync();
        var broken = await Running.Services.StartGatewayAsync(new() { ["Services:identity"] = failing.Address.ToString() });
        using var client = ScimClient.WithToken(broken, (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        var answer = await client.GetAsync("/Users/x");
        answer.Status.ShouldBe(500);
        answer.Detail.ShouldContain("X-Request-Id");
        answer.Headers.GetValues("X-Request-Id").Single().ShouldNotBeNullOrWhiteSpace();
        answer.Text.ShouldNotContain("Exception");
    }

    [Fact, Divergence("outage")]
    public async Task AShortOutage_Is429_WithASpanToWait()
    {
        var nobody = new Uri("http://127.0.0.1:1");
        var away = await Running.Services.StartGatewayAsync(new() { ["Services:groups"] = nobody.ToString() });
        using var client = ScimClient.WithToken(away, (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        var answer = await client.GetAsync("/Groups/x");
        answer.Status.ShouldBe(429);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
