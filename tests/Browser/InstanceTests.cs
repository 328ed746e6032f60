using Microsoft.Playwright;
using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Product instances (P25), and who gets in where, both ways round, with the request that caused it (P21).</summary>
public sealed class InstanceTests(Site site)
{
    [Fact]
    public async Task AnInstance_IsAdded_Edited_Exported_AndDeleted()
    {
        var company = await site.NewCompanyAsync();
        var editors = await company.PushGroupAsync("Editors", await company.PushUserAsync("ann@example.com"));
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("instances"));
            await visit.ShouldShowAsync("No product instances yet");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Add a product instance" }).First.ClickAsync();
            await visit.FillAsync("Product", "CMS");
            await visit.FillAsync("Name", "Website");
            await visit.FillAsync("Environment (optional)", "Production");
            await visit.ClickAsync("Add the product instance");
            await Expect(visit.Page.GetByLabel("Roles, a line each")).ToHaveAttributeAsync("aria-invalid", "true"); // none was given
            await visit.FillAsync("Roles, a line each", "editor\npublisher");
            await visit.ClickAsync("Add the product instance");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Website");
            await visit.ShouldShowAsync("Nobody has access");
            var id = new Uri(visit.Page.Url).Segments[^1];

            await company.Tenant.GrantAsync(editors, id, "editor");
            await visit.GoAsync(company.Address($"instances/{id}"));
            await visit.ShouldShowAsync("Ann Archer (ann@example.com)");
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Export as CSV" }).ClickAsync());
            (await File.ReadAllTextAsync(await download.PathAsync())).ShouldContain("ann@example.com,Ann,Archer,editor");

            await visit.FillAsync("Roles, a line each", "publisher"); // editor is granted
            await visit.ClickAsync("Save");
            await Expect(visit.Page.GetByLabel("Roles, a line each")).ToHaveAttributeAsync("aria-invalid", "true");
            await visit.FillAsync("Roles, a line each", "editor\npublisher\nviewer");
            await visit.FillAsync("Name", "Main website");
            await visit.ClickAsync("Save");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Main website");

            await visit.ClickAsync("Delete this product instance");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Product instances");
        });
        (await site.Services.Instances.ListInstancesAsync(new() { OrganizationId = company.Id })).Instances.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheExplorer_ShowsBothWaysRound_AndTheRequestThatCausedIt()
    {
        var company = await site.NewCompanyAsync();
        var editors = await company.PushGroupAsync("Editors", await company.PushUserAsync("ann@example.com"));
        var website = await company.NewInstanceAsync("CMS", "Website", "editor");
        await company.NewInstanceAsync("Experimentation", "Checkout", "viewer");
        await company.Tenant.GrantAsync(editors, website, "editor");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("access"));
            var person = visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Person" });
            var ann = visit.Page.GetByRole(AriaRole.Option, new() { Name = "Ann Archer" });
            await Eventually.HoldsAsync(async () => // a page that has just come may take the focus to its title, which closes the list
            {
                await person.FillAsync("");
                await person.PressSequentiallyAsync("arch");
                await Task.WhenAny(ann.WaitForAsync(), Task.Delay(TimeSpan.FromSeconds(2)));
                return await ann.IsVisibleAsync();
            });
            await ann.ClickAsync();
            await visit.ShouldShowAsync("Where Ann Archer (ann@example.com) has access");
            await visit.ShouldShowAsync("Website (CMS, Production)");

            await visit.GoAsync(company.Address("access"));
            await visit.ChooseAsync("Product instance", "Website (CMS, Production)");
            await visit.ShouldShowAsync("Who has access to Website (CMS, Production)");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Why Ann Archer (ann@example.com) has access" }).ClickAsync();
            await visit.ShouldShowAsync("Access through Editors.");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The request that caused it" }).First.ClickAsync();
            await Expect(visit.Page.Locator("h1")).ToContainTextAsync("created the group Editors");

            await visit.GoAsync(company.Address($"access?user={company.AdministratorId}&instance={website}"));
            await visit.ShouldShowAsync("No access");
        });
    }
}
