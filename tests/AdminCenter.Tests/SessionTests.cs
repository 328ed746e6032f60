using System.Net;
using Google.Protobuf;
using OptiId.AdminCenter.Storage;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>Sessions (P23): what a browser holds, what the store holds, and what ends them.</summary>
public sealed class SessionTests(RunningAdmin admin) : IClassFixture<RunningAdmin>
{
    [Theory]
    [InlineData("https://admin.example.com", "__Host-optiid-session", true)]
    [InlineData("http://admin.example.com", "optiid-session", false)]
    public async Task TheCookie_IsForNobodyButUs(string publicBaseUrl, string name, bool secure)
    {
        var center = await admin.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:PublicBaseUrl"] = publicBaseUrl });
        var cookies = new CookieContainer();
        var answer = await center.NewVisitor(cookies).GetAsync(await center.NewLinkAsync());

        var set = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ToLowerInvariant().Split("; ");
        set[0].ShouldStartWith($"{name.ToLowerInvariant()}=");
        set.Skip(1).ShouldBe(secure ? ["path=/", "secure", "samesite=lax", "httponly"] : ["path=/", "samesite=lax", "httponly"], ignoreOrder: true);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBe(secure);
        await admin.Running.Services.StopAsync(center.Address);
    }

    [Fact]
    public async Task TheStore_HoldsNoSecret_OfASession_OrALink()
    {
        var cookies = new CookieContainer();
        var link = await admin.Center.NewLinkAsync();
        await admin.Center.NewVisitor(cookies).GetAsync(link);
        var unused = await admin.Center.NewLinkAsync();
        var secret = cookies.GetAllCookies().Single(cookie => cookie.Name == "optiid-session").Value;

        (await StoreScan.FindAsync(admin.Running.Store, secret)).ShouldBeEmpty();
        (await StoreScan.FindAsync(admin.Running.Store, unused.Segments[^1])).ShouldBeEmpty();
        (await StoreScan.FindAsync(admin.Running.Store, "Support (test)")).ShouldNotBeEmpty(); // so the scan sees them
    }

    [Theory]
    [InlineData(Ending.Deactivated)]
    [InlineData(Ending.Deleted)]
    [InlineData(Ending.OutOfTheGroup)]
    [InlineData(Ending.Erased)]
    public async Task TheNextRequest_IsRefused_AfterAnAdministrator(Ending ending)
    {
        var tenant = await admin.Running.NewTenantAsync();
        var userId = (await tenant.NewUserAsync()).Id;
        await tenant.MakeAdministratorAsync(userId);
        await tenant.NewAdministratorAsync(); // the last one stays
        var visitor = await admin.Center.SignInAsync(tenant.Id, userId);
        (await visitor.GetAsync($"/o/{tenant.Id}/users")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await (ending switch
        {
            Ending.Deactivated => tenant.SetActiveAsync(userId, active: false),
            Ending.Deleted => tenant.DeleteUserAsync(userId),
            Ending.OutOfTheGroup => tenant.EndAdministratorAsync(userId),
            _ => EraseAsync(tenant, userId),
        });

        (await visitor.GetAsync($"/o/{tenant.Id}/users")).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?return=");
    }

    [Fact]
    public async Task ASessionThatWasEnded_StaysSo_WhenItsPersonIsAnAdministratorAgain()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var userId = await tenant.NewAdministratorAsync();
        await tenant.NewAdministratorAsync(); // the last one stays
        var visitor = await admin.Center.SignInAsync(tenant.Id, userId);
        await tenant.EndAdministratorAsync(userId);
        (await visitor.GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.Found);

        await tenant.MakeAdministratorAsync(userId);

        (await visitor.GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await (await admin.Center.SignInAsync(tenant.Id, userId)).GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ADeactivatedAdministrator_GetsInByNoLink()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var userId = (await tenant.NewUserAsync()).Id;
        await tenant.MakeAdministratorAsync(userId);
        var link = await admin.Center.NewLinkAsync(tenant.Id, userId);
        await tenant.SetActiveAsync(userId, active: false);

        (await admin.Center.NewVisitor().GetAsync(link)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
    }

    [Fact]
    public async Task Replicas_ShareSessions_AndWhatASignInCarries()
    {
        var cookies = new CookieContainer();
        var other = await admin.Running.Services.StartAdminCenterAsync(new() { ["AdminCenter:PublicBaseUrl"] = admin.Center.PublicBaseUrl.AbsoluteUri });
        await admin.Center.SignInAsync(cookies: cookies);
        var problem = (await admin.Center.NewVisitor().GetAsync("/sign-in/link/used-before")).Headers.Location!;

        (await other.NewVisitor(cookies).GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.NewVisitor().GetStringAsync(problem)).ShouldContain("This sign-in link was used before or has expired.");
        await admin.Running.Services.StopAsync(other.Address);
    }

    [Fact]
    public async Task AnotherSignIn_EndsTheBrowsersFirstSession()
    {
        var (cookies, stolen) = (new CookieContainer(), new CookieContainer());
        await admin.Center.SignInAsync(cookies: cookies);
        stolen.Add(cookies.GetAllCookies());

        await admin.Center.SignInAsync(cookies: cookies);

        (await admin.Center.NewVisitor(stolen).GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await admin.Center.NewVisitor(cookies).GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Your%20account%20is%20locked.%20Call%20us.")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("")]
    public async Task TheSignInPage_SaysNothingThatSomebodyElseMadeUp(string problem)
    {
        var answer = await admin.Center.NewVisitor().GetAsync($"/sign-in?problem={problem}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("role=\"alert\"");
    }

    [Fact]
    public async Task AnOutage_IsNoEndOfASession()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var userId = await tenant.NewAdministratorAsync();
        var cookies = new CookieContainer();
        await admin.Center.SignInAsync(tenant.Id, userId, cookies);
        var cut = await admin.Running.Services.StartAdminCenterAsync(new()
        {
            ["AdminCenter:PublicBaseUrl"] = admin.Center.PublicBaseUrl.AbsoluteUri,
            ["Services:groups"] = "http://127.0.0.1:1", // nobody answers
        });
        var request = new HttpRequestMessage(HttpMethod.Get, $"/o/{tenant.Id}") { Headers = { { "Accept", "text/html" } } };

        var answer = await cut.NewVisitor(cookies).SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("answer at the moment");
        answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
        (await admin.Center.NewVisitor(cookies).GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await admin.Running.Services.StopAsync(cut.Address);
    }

    [Fact]
    public async Task AStoreThatIsAway_IsNoFault_AndNoEndOfASession()
    {
        var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        var center = await admin.Running.Services.StartAdminCenterAsync(new() { ["Store:Connection"] = store.Connection });
        var cookies = new CookieContainer();
        var visitor = await center.SignInAsync(cookies: cookies);
        var link = await center.NewLinkAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };

        await store.DisposeAsync();

        var answer = await visitor.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("answer at the moment");
        cookies.GetAllCookies().ShouldContain(cookie => cookie.Name == "optiid-session");
        (await center.NewVisitor().GetAsync(link)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        await admin.Running.Services.StopAsync(center.Address);
    }

    [Fact]
    public async Task WhatDoesntSayAsWhom_LetsNobodyIn()
    {
        // As if an organization's id had got lost: that must not mean Support.
        var session = admin.Running.Store.OpenSession("admin");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await WriteAsync("session", "a cookie", new SessionRecord { Id = "ann", Name = "Ann", CreatedMs = now, SeenMs = now });
        await WriteAsync("session", "another", new SessionRecord { Kind = SignedInKind.Administrator, Id = "ann", Name = "Ann", CreatedMs = now, SeenMs = now });
        await WriteAsync("link", "code", new SignInLinkRecord { Id = "ann", Name = "Ann" });

        foreach (var secret in new[] { "a cookie", "another" })
        {
            var cookies = new CookieContainer();
            cookies.Add(admin.Center.PublicBaseUrl, new Cookie("optiid-session", Uri.EscapeDataString(secret)));
            (await admin.Center.NewVisitor(cookies).GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
        }

        (await admin.Center.NewVisitor().GetAsync("/sign-in/link/code")).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");

        Task WriteAsync(string kind, string secret, IMessage record)
        {
            var hash = SecretKey.HashOf(secret);
            return session.Reads.StringSetAsync(session.Keys.Of(Partition.Of(hash), kind, hash), record.ToByteArray());
        }
    }

    public enum Ending
    {
        Deactivated,
        Deleted,
        OutOfTheGroup,
        Erased,
    }

    // Whom the identity provider still assigns isn't erased: it would send everything again (P10).
    private static async Task EraseAsync(Tenant tenant, string userId)
    {
        await tenant.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = userId, Cause = RunningServices.NewCause() });
        await tenant.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = userId, Cause = RunningServices.NewCause() });
    }
}
