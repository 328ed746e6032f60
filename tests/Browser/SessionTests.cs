using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Coming in, going out, and being put out, in a real browser.</summary>
public sealed class SessionTests(Site site)
{
    [Fact]
    public async Task SigningOut_EndsTheSession_OnEveryReplica()
    {
        var company = await site.NewCompanyAsync();
        var other = await site.Services.StartAdminCenterAsync(new() { ["AdminCenter:PublicBaseUrl"] = site.Center.PublicBaseUrl.AbsoluteUri });
        await company.VisitAsync(async visit =>
        {
            await visit.ShouldShowAPageAsync();
            var cookies = await visit.Page.Context.CookiesAsync();
            var stolen = new System.Net.CookieContainer();
            foreach (var cookie in cookies)
            {
                stolen.Add(new System.Net.Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
            }

            (await other.NewVisitor(stolen).GetAsync(company.Address())).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
            await visit.ClickAsync("Sign out");
            await visit.Page.WaitForURLAsync("**/sign-in");
            foreach (var center in new[] { site.Center, other })
            {
                (await center.NewVisitor(stolen).GetAsync(company.Address())).StatusCode.ShouldBe(System.Net.HttpStatusCode.Found);
            }
        });
        await site.Services.StopAsync(other.Address);
    }

    [Fact]
    public async Task AnOpenPage_IsClosed_WhenItsAdministratorLeavesTheGroup()
    {
        var company = await site.NewCompanyAsync();
        await company.Tenant.NewAdministratorAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users"));
            await company.Tenant.EndAdministratorAsync(company.AdministratorId);
            await visit.Page.WaitForURLAsync($"**/sign-in?return={Uri.EscapeDataString(company.Address("users"))}"); // the place isn't lost
        });
    }

    [Fact]
    public async Task AnotherOrganizationsPage_IsNotTheirs_ByAddressOrByLink()
    {
        var (company, other) = (await site.NewCompanyAsync(), await site.NewCompanyAsync());
        await other.PushUserAsync("secret@example.com");
        await company.VisitAsync(async visit =>
        {
            await visit.ShouldShowAPageAsync();
            // Within the open page: only the circuit sees the new address, no request is made.
            await visit.Page.EvaluateAsync("address => Blazor.navigateTo(address)", other.Address("users"));
            await visit.ShouldShowAsync("This isn't yours to open");
            await visit.ShouldNotShowAsync("secret@example.com");
            await Expect(visit.Page.Locator("main")).Not.ToContainTextAsync("userName");
        });
    }
}
