using Microsoft.Playwright;
using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Why something failed, and how far the set-up is (P26).</summary>
public sealed class ProvisioningTests(Site site)
{
    private const string Okta = "Okta SCIM Client 1.0.0";

    [Fact]
    public async Task TheLog_IsSearched_Narrowed_AndShowsARequestWithoutItsSecrets()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ben@example.com");
        var body = ScimBodies.User("ann@example.com", user => user["password"] = "CanarySecret77");
        await company.Scim.PostAsync("/Users", body, ("User-Agent", Okta));
        await company.Scim.PostAsync("/Users", body, ("User-Agent", Okta)); // refused
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning/log"));
            await visit.ShouldShowAsync("created ben@example.com");
            await visit.FillAsync("Search: a userName", "ann@");
            await visit.ShouldShowAsync("Okta created ann@example.com");
            await visit.ShouldNotShowAsync("created ben@example.com");
            await visit.ChooseAsync("Show", "only failures");
            await visit.ShouldShowAsync("Okta tried to create ann@example.com");
            await visit.ShouldNotShowAsync("Okta created ann@example.com");

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Okta tried to create ann@example.com" }).ClickAsync();
            await visit.ShouldShowAsync("What to change");
            await visit.ShouldShowAsync("two people have the same application username");
            await Expect(visit.Page.GetByLabel("Body of the request")).ToContainTextAsync("ann@example.com");
            await Expect(visit.Page.GetByLabel("Body of the answer")).ToContainTextAsync("uniqueness");
            (await visit.Page.ContentAsync()).ShouldNotContain("CanarySecret77");
            await visit.ShouldBeAccessibleAsync();
        });
    }

    [Fact]
    public async Task TheGuide_TicksEachStep_AsItsRequestArrives_AndWarnsOfAMistake()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning/guide?for=okta"));
            await visit.ShouldShowAsync(RunningServices.PublicBaseUrl);
            await visit.ShouldShowAsync("Waiting for a first request");
            await company.Scim.GetAsync("/Users?startIndex=1&count=2", ("User-Agent", Okta));
            await Expect(Step("Connect it")).ToContainTextAsync("Done");
            await visit.ShouldShowAsync("Waiting for a first user");
            var ann = await company.PushUserAsync("ann@example.com");
            await Expect(Step("Assign people")).ToContainTextAsync("Done");
            await company.PushGroupAsync("Editors", ann);
            await Expect(Step("Push groups")).ToContainTextAsync("Done");
            await Expect(Step("See members arrive")).ToContainTextAsync("Done");

            await company.Scim.PostAsync("/Groups", ScimBodies.Group("Everyone"), ("User-Agent", Okta));
            await visit.ShouldShowAsync("pushed a group with a reserved name: Everyone");
            await visit.PhotographAsync("guide-warning");
            await visit.ShouldBeAccessibleAsync();

            ILocator Step(string title) => visit.Page.Locator("li.card").Filter(new() { Has = visit.Page.GetByRole(AriaRole.Heading, new() { Name = title }) });
        });
    }
}
