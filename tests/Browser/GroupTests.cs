using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>A local group's life in an administrator's hands (P24).</summary>
public sealed class GroupTests(Site site)
{
    [Fact]
    public async Task ALocalGroup_IsCreated_Filled_Emptied_Renamed_AndDeleted()
    {
        var company = await site.NewCompanyAsync();
        var ann = await company.PushUserAsync("ann@example.com");
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("groups"));
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Create a group" }).ClickAsync();
            await visit.FillAsync("Name", "everyone"); // reserved (P14)
            await visit.ClickAsync("Create the group");
            await Expect(visit.Page.GetByLabel("Name").First).ToHaveAttributeAsync("aria-invalid", "true");
            await visit.FillAsync("Name", "Freelancers");
            await visit.ClickAsync("Create the group");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Freelancers");
            var id = new Uri(visit.Page.Url).Segments[^1];

            await visit.FillAsync("Find people to add or remove", "archer");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add Ann Archer (ann@example.com)" }).ClickAsync();
            var members = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Members", Exact = true });
            await Expect(members.GetByRole(AriaRole.Table)).ToContainTextAsync("Ann Archer");
            (await company.Tenant.MembersAsync(id)).ShouldBe([ann]);
            await members.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = "Remove Ann Archer (ann@example.com)" }).ClickAsync();
            await visit.ShouldShowAsync("No members yet");
            (await company.Tenant.MembersAsync(id)).ShouldBeEmpty();

            await visit.ClickAsync("Rename");
            await visit.FillAsync("Name", "Contractors");
            await visit.ClickAsync("Save the name");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Contractors");
            await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "History" })).ToContainTextAsync("Named Contractors");

            await visit.ClickAsync("Delete");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Groups");
            await visit.ShouldNotShowAsync("Freelancers");
        });
        (await company.Scim.GetAsync("/Groups?filter=displayName%20eq%20%22Contractors%22")).Resources.Count.ShouldBe(0);
    }
}
