using System.Net;
using System.Net.WebSockets;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>What protects a signed-in browser from other sites' pages.</summary>
public sealed class BrowserProtectionTests(RunningAdmin admin) : IClassFixture<RunningAdmin>
{
    private string Home => admin.Center.PublicBaseUrl.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task SignOut_WithoutATokenOfItsForm_IsRefused()
    {
        var visitor = await admin.Center.SignInAsync();

        (await PostAsync(visitor, Home)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example", null)]
    [InlineData("null", null)]
    [InlineData("http://127.0.0.1.evil.example", null)]
    [InlineData("http://127.0.0.1:1", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    public async Task AFormOfAnotherSite_IsRefused(string? origin, string? site)
    {
        var visitor = await admin.Center.SignInAsync();

        (await PostAsync(visitor, origin, site)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.SwitchingProtocols)]
    public async Task AWebSocketOfAnotherSite_IsRefused(string origin, HttpStatusCode expected)
    {
        var cookies = new CookieContainer();
        await admin.Center.SignInAsync(cookies: cookies);
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin.Length == 0 ? Home : origin);

        try
        {
            await socket.ConnectAsync(new UriBuilder(admin.Center.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
        }

        socket.HttpStatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/link/wrong")]
    [InlineData("/sign-in/provider/7")]
    [InlineData("/nothing/here")]
    [InlineData("/assets/admin-center.css")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/optiid.admin.v1.AuditService/ListAuditEntries")]
    [InlineData("/healthz")]
    public async Task EveryAnswer_SaysWhatABrowserMayDoWithIt(string address)
    {
        foreach (var visitor in new[] { admin.Center.NewVisitor(), await admin.Center.SignInAsync() })
        {
            var headers = (await visitor.GetAsync(address)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldContain("object-src 'none'");
            policy.ShouldNotContain("unsafe-eval");
            headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    [Fact]
    public async Task WhatIsShown_IsKeptByNoCache()
    {
        var visitor = await admin.Center.SignInAsync();
        (await visitor.GetAsync("/")).Headers.CacheControl!.ToString().ShouldContain("no-store");
        (await visitor.GetAsync("/sign-in")).Headers.CacheControl!.ToString().ShouldContain("no-store");
    }

    [Fact]
    public async Task NoScript_IsInlineInAPage()
    {
        foreach (var address in new[] { "/sign-in", "/", "/problem/404" })
        {
            var html = await (await admin.Center.SignInAsync()).GetStringAsync(address);
            html.Split("<script").Skip(1).ShouldAllBe(script => script.StartsWith(" src=\"/assets/", StringComparison.Ordinal));
            html.ShouldNotContain(" onclick=");
        }
    }

    [Fact]
    public async Task NoAddress_IsMadeOfARequestsHost()
    {
        var visitor = admin.Center.NewVisitor();
        foreach (var address in new[] { "/", "/sign-in", "/sign-in/link/wrong", "/o/x/users" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Host = "evil.example" } };
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            var answer = await visitor.SendAsync(request);
            (answer.Headers.Location?.OriginalString ?? "").ShouldNotContain("evil");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("evil");
        }

        await using var withProvider = await AdminWithProvider.StartAsync(admin.Running.Services, ("Organization", "any"));
        var begin = new HttpRequestMessage(HttpMethod.Get, "/sign-in/provider/0") { Headers = { Host = "evil.example" } };
        (await withProvider.Center.NewVisitor().SendAsync(begin)).Headers.Location!.Query.ShouldNotContain("evil");
    }

    [Theory]
    [InlineData("//evil.example/", "/sign-in?return=%2F%2Fevil.example%2F")] // which a sign-in then refuses to follow
    [InlineData("/o/x/users?a=b", "/sign-in?return=%2Fo%2Fx%2Fusers%3Fa%3Db")]
    public async Task WhoIsNobody_IsSentToTheSignInPage_Here(string address, string expected)
    {
        var answer = await admin.Center.NewVisitor().GetAsync(new Uri($"{Home}{address}"));
        answer.Headers.Location!.OriginalString.ShouldBe(expected);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient visitor, string? origin, string? site = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([]) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return visitor.SendAsync(request);
    }
}
