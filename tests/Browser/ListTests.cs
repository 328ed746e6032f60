using Microsoft.Playwright;
using OptiId.Common.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Lists: what is looked for stays where one comes back to, and further pages come once.</summary>
public sealed class ListTests(Site site)
{
    [Fact]
    public async Task WhatTheProvisioningLogIsNarrowedTo_IsThereAgain_WhenOneComesBack_AndGoneByTheMenu()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com");
        await company.Scim.GetAsync("/Users/nobody"); // 404
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning/log?show=failed"));
            await visit.ShouldShowAsync("Live");
            var narrowing = visit.Page.GetByRole(AriaRole.Combobox).First;
            await narrowing.SelectOptionAsync(new SelectOptionValue { Label = "only changes and failures" });
            await visit.FillAsync("Search", "ann@");
            await visit.Page.WaitForURLAsync("**/log?*q=ann*");
            await visit.Page.Locator("table.log tbody a").First.ClickAsync();
            await visit.ShouldShowAsync("What was sent");

            await visit.Page.GoBackAsync();
            await Expect(narrowing).ToHaveValueAsync("changes");
            await Expect(visit.Page.GetByLabel("Search").First).ToHaveValueAsync("ann@");

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Provisioning log" }).First.ClickAsync();
            await Expect(narrowing).ToHaveValueAsync("");
            await visit.ShouldShowAsync("nobody");
        });
    }

    [Fact]
    public async Task ASearchThatIsKeptInTheAddressLate_TakesNobodyBack()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users"));
            var person = visit.Page.GetByRole(AriaRole.Link, new() { Name = "ann@example.com" }).First;
            await Expect(person).ToBeVisibleAsync();
            var search = visit.Page.Url + "?q=ann"; // comes from the server while the click is on its way there
            await person.EvaluateAsync("(link, search) => { link.click(); adminCenter.keepInAddress(search); }", search);
            await visit.Page.WaitForURLAsync("**/users/*");
            await Expect(visit.Page.Locator("h1")).Not.ToHaveTextAsync("Users");
            await visit.Page.GoBackAsync();
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Users");
        });
    }

    [Fact]
    public async Task ADoubleClick_OnShowMore_ShowsEachOnce()
    {
        var company = await site.NewCompanyAsync();
        var people = (await company.Tenant.NewUsersAsync(120)).Select(user => user.Id);
        var website = await company.NewInstanceAsync("CMS", "Website", "editor");
        await company.Tenant.GrantAsync((await company.Tenant.NewGroupAsync(people)).Id, website, "editor");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"access?instance={website}"));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).DblClickAsync();
            var rows = visit.Page.Locator("table.list tbody tr");
            await Eventually.HoldsAsync(async () =>
            {
                // The second click of the two may already have been for the last page: the button is clicked where it is still there.
                await visit.Page.EvaluateAsync("() => [...document.querySelectorAll('button')].find(button => button.textContent.includes('Show more'))?.click()");
                return await rows.CountAsync() >= 120;
            });
            await Expect(rows).ToHaveCountAsync(120);
        });
    }

    [Fact]
    public async Task WhereNobodyHasAccess_IsFoundAmongAllProductInstances()
    {
        var company = await site.NewCompanyAsync();
        var website = await company.NewInstanceAsync("CMS", "Website", "editor");
        await company.NewInstanceAsync("CMS", "Intranet", "editor");
        await company.Tenant.GrantAsync((await company.Tenant.NewGroupAsync(await company.PushUserAsync("ann@example.com"))).Id, website, "editor");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("instances"));
            await visit.ShouldShowAsync("Website");
            await visit.Page.GetByLabel("Only where nobody has access").CheckAsync();
            await visit.ShouldShowAsync("2 product instances looked at: nobody has access to 1.");
            await Expect(visit.Page.Locator("table.list tbody tr")).ToContainTextAsync("Intranet");
            await visit.Page.ReloadAsync();
            await visit.ShouldShowAsync("2 product instances looked at: nobody has access to 1.");
        });
    }

    [Fact]
    public async Task UsersWhomTheIdentityProviderLeftBehind_AreReleasedBySupport()
    {
        var company = await site.NewCompanyAsync();
        var ann = await company.PushUserAsync("ann@example.com");
        await company.Tenant.SetModeAsync(Identity.V1.ProvisioningMode.Jit); // the application there is gone
        await site.VisitAsSupportAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning/releases?of=users"));
            await visit.Page.GetByLabel("Choose Ann Archer (ann@example.com)").CheckAsync();
            await visit.ClickAsync("Release 1 user");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
            await visit.ShouldShowAsync("Released 1 user.");
        });
        (await company.Tenant.GetAsync(ann)).Source.ShouldBe(Source.Local);
    }
}
