using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Support sets an organization up, switches how it provisions, and releases what was left behind (P1, P4, P18, P23).</summary>
public sealed partial class SupportTests(Site site)
{
    private static readonly string[] LeftBehind = ["Old editors", "Old auditors"];

    [Fact]
    public async Task AnOrganization_IsCreated_GetsItsFirstAdministrator_AndAWorkingToken()
    {
        var name = $"Customer {Guid.NewGuid():N}";
        await site.VisitAsSupportAsync(async visit =>
        {
            await visit.GoAsync("/organizations/new");
            await visit.Page.GetByLabel("Name").First.FillAsync(" ");
            await visit.ClickAsync("Create");
            await visit.ShouldShowAsync("Give it a name");
            await visit.Page.GetByLabel("Name").First.FillAsync(name);
            await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "SCIM: The identity provider" }).CheckAsync();
            await visit.ClickAsync("Create");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync($"{name}: first steps");
            var id = OrganizationId().Match(visit.Page.Url).Groups[1].Value;

            await visit.FillAsync("E-mail address (userName)", "ada@customer.example");
            await visit.FillAsync("Given name", "Ada");
            await visit.FillAsync("Family name", "First");
            await visit.ClickAsync("Add the administrator");
            await visit.ShouldShowAsync("There is 1 administrator");
            await visit.ClickAsync("Issue a token");
            await visit.FillAsync("What it is for", "Okta");
            await visit.ClickAsync("Issue");
            var secret = await visit.Dialog.Locator("input.secret").InputValueAsync();
            await visit.ClickAsync("I have kept it");
            using (var scim = ScimClient.WithToken(site.ScimBaseUrl, secret))
            {
                (await scim.GetAsync("/Users?filter=userName%20eq%20%22ada%40customer.example%22")).Resources.Count.ShouldBe(1);
            }

            await visit.GoAsync("/organizations");
            await visit.FillAsync("Search by a part of the name", name);
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
            await visit.Page.WaitForURLAsync($"**/o/{id}");
            await visit.GoAsync($"/o/{id}/audit");
            await visit.ShouldShowAsync("Created the organization in SCIM mode");
        });
    }

    [Fact]
    public async Task TheMode_IsSwitched_OnceItIsSaidWhatThatWillDo()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com");
        await site.VisitAsSupportAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning"));
            await visit.ClickAsync("Switch to JIT");
            await Expect(visit.Dialog).ToContainTextAsync("SCIM requests are refused at once");
            await Expect(visit.Dialog).ToContainTextAsync("1 SCIM user");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            (await company.Scim.GetAsync("/Users?count=1")).Status.ShouldBe(200);

            await visit.ClickAsync("Switch to JIT");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Switch to JIT" }).ClickAsync();
            await visit.ShouldShowAsync("Mode: JIT");
            await Eventually.HoldsAsync(async () => (await company.Scim.GetAsync("/Users?count=1")).Status == 403);
        });
    }

    [Fact]
    public async Task GroupsLeftBehind_AreReleasedTogether()
    {
        var company = await site.NewCompanyAsync();
        var ids = await Task.WhenAll(LeftBehind.Select(name => company.PushGroupAsync(name)));
        await site.VisitAsSupportAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning/releases"));
            await visit.ChooseAsync("Not written for", "any time: all groups");
            foreach (var name in LeftBehind)
            {
                await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Choose {name}" }).CheckAsync();
            }

            await visit.ClickAsync("Release 2 groups");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
            await visit.ShouldNotShowAsync("Old editors");
        });
        foreach (var id in ids)
        {
            (await company.Tenant.GetGroupAsync(id)).Source.ShouldBe(OptiId.Common.V1.Source.Local);
        }
    }

    [GeneratedRegex("/organizations/([^/]+)/begin")]
    private static partial Regex OrganizationId();
}
