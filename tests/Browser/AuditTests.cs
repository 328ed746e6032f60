using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Who did what when (P27).</summary>
public sealed class AuditTests(Site site)
{
    [Fact]
    public async Task WhatAnAdministratorDid_IsInTheLog_IsExported_AndVerified()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("groups/new"));
            await visit.FillAsync("Name", "Freelancers");
            await visit.ClickAsync("Create the group");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Freelancers");

            await visit.GoAsync(company.Address("audit"));
            var entry = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Created the group Freelancers" });
            await Expect(entry).ToContainTextAsync("Grace Hopper"); // the administrator
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "JSON Lines" }).ClickAsync());
            (await File.ReadAllTextAsync(await download.PathAsync())).ShouldContain("Created the group Freelancers");

            await visit.ClickAsync("Verify the log");
            await visit.ShouldShowAsync("Newest entry");
            await Expect(visit.Page.Locator(".mud-alert-outlined-success")).ToBeVisibleAsync();
            await visit.ChooseAsync("Who", "Support");
            await visit.ShouldNotShowAsync("Created the group Freelancers");
        });
    }
}
