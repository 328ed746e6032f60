using Microsoft.Playwright;
using OptiId.Groups.V1;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>What pages say about who is in a group, and who waits for one.</summary>
public sealed class MembershipTests(Site site)
{
    [Fact]
    public async Task WhoIsFound_IsOfferedToBeAddedOrRemoved_AndNeitherWhereNothingIsKnown()
    {
        var company = await site.NewCompanyAsync();
        var (inside, outside) = (await company.Tenant.NewUserAsync("inside@example.com"), await company.Tenant.NewUserAsync("outside@example.com"));
        var group = (await company.Tenant.CreateGroupAsync("Editors", Manager.Administrator)).Group;
        await company.Tenant.ChangeGroupAsync(
            group.Id, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { inside.Id } } }), Manager.Administrator);
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"groups/{group.Id}"));
            var found = visit.Page.GetByRole(AriaRole.List, new() { Name = "People found" });
            await visit.FillAsync("Find people to add or remove", "outside");
            await Expect(found.GetByRole(AriaRole.Button)).ToHaveTextAsync("Add");
            await visit.FillAsync("Find people to add or remove", "inside");
            await Expect(found.GetByRole(AriaRole.Button)).ToHaveTextAsync("Remove");

            await company.Tenant.DeleteGroupAsync(group.Id); // behind the page's back: nobody can say who is in it any more
            await visit.FillAsync("Find people to add or remove", outside.UserName);
            await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is no group with this id." })).ToBeVisibleAsync();
            await Expect(found.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            await Expect(found.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
            await visit.ShouldNotShowAsync("No member");
        });
    }

    [Fact]
    public async Task P15_ADeactivatedUsersPage_SaysWhichGroupsWait_WithoutBeingAsked()
    {
        var company = await site.NewCompanyAsync();
        var user = await company.Tenant.NewUserAsync();
        await company.Tenant.SetActiveAsync(user.Id, false);
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address($"users/{user.Id}"));
            await visit.ShouldShowAsync("None: the identity provider has pushed the user into no group since the deactivation.");
            await company.PushGroupAsync("Editors", user.Id);
            await visit.GoAsync(company.Address($"users/{user.Id}"));
            await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Memberships that wait" }).GetByRole(AriaRole.Link)).ToHaveTextAsync("Editors");
            await visit.ShouldBeAccessibleAsync();
        });
    }
}
