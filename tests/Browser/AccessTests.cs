using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Who gets in where: an administrator's main errand, from the group to its end at the identity provider.</summary>
public sealed class AccessTests(Site site)
{
    private static readonly string[] Verbs = ["Rename", "Delete", "Remove", "Add"];

    [Fact]
    public async Task AGrant_IsPreviewed_Saved_SeenOnTheUser_AndEndsWithTheUserAtTheIdentityProvider()
    {
        var company = await site.NewCompanyAsync();
        var ann = await company.PushUserAsync("ann@example.com");
        var editors = await company.PushGroupAsync("Editors", ann);
        var website = await company.NewInstanceAsync("CMS", "Website", "editor", "publisher");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{editors}"));
            await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "publisher" }).CheckAsync();
            await visit.ClickAsync("Preview the change");
            var preview = visit.Page.GetByRole(AriaRole.Region, new() { Name = "What will change" });
            await Expect(preview).ToContainTextAsync("publisher");
            await Expect(preview).ToContainTextAsync("Ann Archer");
            (await company.Tenant.CheckAsync(ann, website)).Roles.ShouldBeEmpty(); // nothing is saved yet
            await visit.ClickAsync("Save the roles");
            await visit.ShouldShowAsync("The roles of Editors were saved.");

            await visit.GoAsync(company.Address($"users/{ann}"));
            await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Access" })).ToContainTextAsync("publisher");
            await visit.GoAsync(company.Address($"access?user={ann}&instance={website}"));
            await visit.ShouldShowAsync("publisher");
            await visit.ShouldShowAsync("Editors");

            await company.PushActiveAsync(ann, active: false);
            await visit.GoAsync(company.Address("users"));
            await visit.ShouldNotShowAsync("ann@example.com");
            await visit.GoAsync(company.Address($"instances/{website}"));
            await visit.ShouldShowAsync("Nobody has access");
        });
    }

    [Fact]
    public async Task AGroupOfTheIdentityProvider_CanNotBeEdited_AndSaysWhyAndWhere()
    {
        var company = await site.NewCompanyAsync();
        var group = await company.PushGroupAsync("Editors", await company.PushUserAsync("ann@example.com"));
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{group}"));
            await visit.ShouldShowAsync("Managed by your identity provider");
            await visit.ShouldShowAsync("Push Groups");
            await visit.ShouldShowAsync("ann@example.com");
            foreach (var verb in Verbs)
            {
                await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = verb, Exact = true })).ToHaveCountAsync(0);
            }
        });
    }

    [Fact]
    public async Task AGroupThatWasLeftBehind_IsReleased_AndThenRenamedAndEmptied()
    {
        var company = await site.NewCompanyAsync();
        var ann = await company.PushUserAsync("ann@example.com");
        var group = await company.PushGroupAsync("Old editors", ann);
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{group}"));
            await visit.ClickAsync("Release");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
            await visit.ClickAsync("Rename");
            await visit.FillAsync("Name", "Former editors");
            await visit.ClickAsync("Save the name");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Former editors");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Ann Archer (ann@example.com)" }).First.ClickAsync();
            await visit.ShouldShowAsync("No members yet");
        });
        (await company.Tenant.MembersAsync(group)).ShouldBeEmpty();
    }
}
