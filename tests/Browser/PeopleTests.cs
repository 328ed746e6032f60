using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>An administrator's errands with people (P10, P18, P24): found as one types, a collaborator's life, release and erase.</summary>
public sealed class PeopleTests(Site site)
{
    [Fact]
    public async Task People_AreFoundAsOneTypes_BySourceAndByState()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com");
        var ben = await company.PushUserAsync("ben@example.com", "Benedict", "Baker");
        await company.Tenant.NewCollaboratorAsync("gus@example.com");
        await company.PushActiveAsync(ben, active: false);
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users"));
            await visit.ShouldShowAsync("gus@example.com");
            await visit.FillAsync("Search by userName or name", "arch");
            await visit.ShouldShowAsync("ann@example.com");
            await visit.ShouldNotShowAsync("gus@example.com");
            await visit.FillAsync("Search by userName or name", "nobody of this name");
            await visit.ShouldShowAsync("Nobody matches");

            await visit.FillAsync("Search by userName or name", "");
            await visit.ChooseAsync("Source", "Local (collaborators)");
            await visit.ShouldShowAsync("gus@example.com");
            await visit.ShouldNotShowAsync("ann@example.com");
            await visit.ChooseAsync("Source", "All");
            await visit.ChooseAsync("State", "Deactivated");
            await visit.ShouldShowAsync("ben@example.com");
            await visit.ShouldNotShowAsync("ann@example.com");
        });
    }

    [Fact]
    public async Task ACollaborator_IsAdded_Edited_SeenInTheHistory_AndDeleted()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users"));
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add a collaborator" }).ClickAsync();
            await visit.FillAsync("E-mail address", "gus@example.com");
            await visit.FillAsync("Given name", "Gus");
            await visit.FillAsync("Family name", "Green");
            await visit.ClickAsync("Add the collaborator");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Gus Green");
            await visit.ClickAsync("Edit");
            await visit.FillAsync("Family name", "Grey");
            await visit.ClickAsync("Save");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Gus Grey");
            var history = visit.Page.GetByRole(AriaRole.Region, new() { Name = "History" });
            await Expect(history).ToContainTextAsync("Added as a collaborator");
            await Expect(history).ToContainTextAsync("Changed: name");

            await visit.ClickAsync("Delete");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
            await visit.ShouldShowAsync("was deleted");
        });
        (await company.Tenant.FindAsync("userName eq \"gus@example.com\"")).TotalResults.ShouldBe(0u);
    }

    [Fact]
    public async Task AUserOfTheIdentityProvider_IsReadOnlyWithTheReason_Released_AndThenErased()
    {
        var company = await site.NewCompanyAsync();
        var ann = await company.PushUserAsync("ann@example.com");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"users/{ann}"));
            await visit.ShouldShowAsync("Managed by your identity provider");
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Erase", Exact = true })).ToHaveCountAsync(0);

            await visit.ClickAsync("Release");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true })).ToBeVisibleAsync();

            await visit.ClickAsync("Erase");
            await visit.Dialog.GetByLabel("userName").FillAsync("somebody else");
            await visit.ClickAsync("Erase for good");
            await visit.ShouldShowAsync("Nothing was done");
            await visit.Dialog.GetByLabel("userName").FillAsync("ann@example.com");
            await visit.ClickAsync("Erase for good");
            await visit.ShouldShowAsync("Every personal datum was erased");
        });
        (await company.Tenant.FindAsync("userName eq \"ann@example.com\"")).TotalResults.ShouldBe(0u);
    }
}
