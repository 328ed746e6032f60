using Microsoft.Playwright;
using OptiId.Groups.V1;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Forms: what is wrong stands beside the field, what was typed stays, and nothing of somebody else's is overwritten.</summary>
public sealed class FormTests(Site site)
{
    private static readonly (string UserName, string Sentence)[] Wrong = [("no address", "This is no e-mail address"), ("ANN@example.com", "exists already")];

    [Fact]
    public async Task AMistake_IsSaidBesideItsField_AndNothingTypedIsLost()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users/new"));
            var userName = visit.Page.GetByLabel("E-mail address");
            await visit.FillAsync("Given name", "Gus");
            await visit.FillAsync("Family name", "Green");
            foreach (var (wrong, sentence) in Wrong)
            {
                await userName.FillAsync(wrong);
                await visit.ClickAsync("Add the collaborator");
                await Expect(userName).ToHaveAttributeAsync("aria-invalid", "true");
                await Expect(userName).ToHaveValueAsync(wrong);
                await Expect(visit.Page.GetByLabel("Given name")).ToHaveValueAsync("Gus");
                await Expect(visit.Page.GetByLabel("Family name")).ToHaveValueAsync("Green");
                await Expect(visit.Page.Locator(".mud-input-helper-text.mud-input-error")).ToContainTextAsync(sentence);
                await visit.ShouldBeAccessibleAsync();
            }

            await userName.FillAsync("gus@example.com");
            await visit.ClickAsync("Add the collaborator");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Gus Green");
        });
        (await company.Tenant.FindAsync("userName eq \"gus@example.com\"")).TotalResults.ShouldBe(1u);
    }

    [Fact]
    public async Task OfTwoWhoEditOneCollaborator_TheSecondIsTold_AndOverwritesNothing()
    {
        var company = await site.NewCompanyAsync();
        var userId = (await company.Tenant.NewCollaboratorAsync("gus@example.com")).Id;
        await company.VisitAsync(first => company.VisitAsync(async second =>
        {
            foreach (var (visit, name) in new[] { (first, "First"), (second, "Second") })
            {
                await visit.GoAsync(company.Address($"users/{userId}"));
                await visit.ClickAsync("Edit");
                await visit.FillAsync("Given name", name);
            }

            await first.ClickAsync("Save");
            await Expect(first.Page.Locator("h1")).ToContainTextAsync("First");
            await second.ClickAsync("Save");
            await second.ShouldShowAsync("Somebody else changed this while you were editing.");
            await Expect(second.Page.GetByLabel("Given name")).ToHaveValueAsync("Second");
        }));
        (await company.Tenant.GetAsync(userId)).Document.ToStringUtf8().ShouldContain("First");
    }

    [Fact]
    public async Task OfTwoWhoEditOneGroupsRoles_TheSecondIsTold_AndOverwritesNothing()
    {
        var company = await site.NewCompanyAsync();
        var group = await company.PushGroupAsync("Editors");
        await company.NewInstanceAsync("CMS", "Website", "editor", "publisher");
        await company.VisitAsync(first => company.VisitAsync(async second =>
        {
            foreach (var (visit, role) in new[] { (first, "editor"), (second, "publisher") })
            {
                await visit.GoAsync(company.Address($"groups/{group}"));
                await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = role }).CheckAsync();
                await visit.ClickAsync("Preview the change");
                await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save the roles" })).ToBeVisibleAsync();
            }

            await first.ClickAsync("Save the roles");
            await first.ShouldShowAsync("The roles of Editors were saved.");
            await second.ClickAsync("Save the roles");
            await second.ShouldShowAsync("Somebody else changed this while you were editing.");
            await Expect(second.Page.GetByRole(AriaRole.Checkbox, new() { Name = "publisher" })).ToBeCheckedAsync();
        }));
        var grants = await site.Services.Instances.ListGrantsAsync(new() { OrganizationId = company.Id, GroupId = group });
        grants.Grants.Select(grant => grant.Role).ShouldBe(["editor"]);
    }

    [Fact]
    public async Task AddingAMember_WhileTheNameIsEdited_IsNobodyElsesChange()
    {
        var company = await site.NewCompanyAsync();
        await company.Tenant.NewCollaboratorAsync("gus@example.com");
        var group = (await company.Tenant.CreateGroupAsync("Freelancers", Manager.Administrator)).Group.Id;
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{group}"));
            await visit.ClickAsync("Rename");
            await visit.FillAsync("Name", "Contractors");
            await visit.FillAsync("Find people to add or remove", "gus");
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Add .*gus@example") }).ClickAsync();
            await visit.ShouldShowAsync("is a member of Freelancers now.");
            await visit.ClickAsync("Save the name");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Contractors");
        });
    }

    [Fact]
    public async Task WhoeverWasNotShownTheNewest_IsOfferedIt_WhenDeletingToo()
    {
        var company = await site.NewCompanyAsync();
        var group = (await company.Tenant.CreateGroupAsync("Freelancers", Manager.Administrator)).Group.Id;
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{group}"));
            await company.Tenant.ChangeGroupAsync(group, change => change.DisplayName = "Contractors", Manager.Administrator);
            await visit.ClickAsync("Delete");
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
            await visit.ShouldShowAsync("Somebody else changed this");
            await visit.ClickAsync("Load what is there now");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Contractors");
        });
    }

    [Fact]
    public async Task ADeletedUser_IsErased_OnceTheWordIsTyped()
    {
        var company = await site.NewCompanyAsync();
        var userId = await company.PushUserAsync("ann@example.com");
        await company.Tenant.DeleteUserAsync(userId);
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"users/{userId}"));
            await visit.ShouldShowAsync("The user was deleted.");
            await visit.ClickAsync("Erase");
            await visit.FillAsync("word", "erase");
            await visit.ClickAsync("Erase for good");
            await visit.ShouldShowAsync("Every personal datum was erased.");
            await visit.GoAsync(company.Address($"users/{userId}"));
            await visit.ShouldShowAsync("The user was erased, or deleted longer ago");
        });
    }
}
