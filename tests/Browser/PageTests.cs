using Shouldly;
using Xunit;

namespace OptiId.Browser.Tests;

/// <summary>Every page, light, dark and on a phone's width: accessible, nothing sideways, nothing for the browser to complain about; and a picture of it.</summary>
public sealed class PageTests(Site site)
{
    /// <summary>An administrator's pages: a name for the pictures, the address, and a text that is there when it is whole. {user}, {group}, {local}, {instance} are somebody's and something's id.</summary>
    public static TheoryData<string, string, string> OfAnOrganization => new()
    {
        { "overview", "", "Who may do what, and why" },
        { "users", "users", "ann.archer@example.com" },
        { "user", "users/{user}", "Profile" },
        { "user-new", "users/new", "Add a collaborator" },
        { "groups", "groups", "Editors" },
        { "group", "groups/{group}", "Managed by your identity provider" },
        { "group-local", "groups/{local}", "Freelancers" },
        { "group-new", "groups/new", "Create a group" },
        { "instances", "instances", "Website" },
        { "instance", "instances/{instance}", "Who has access" },
        { "instance-new", "instances/new", "Add a product instance" },
        { "access-empty", "access", "Nothing chosen yet" },
        { "access-user", "access?user={user}", "Where" },
        { "access-instance", "access?instance={instance}", "Who has access to" },
        { "access", "access?user={user}&instance={instance}", "Member since" },
        { "provisioning", "provisioning", "SCIM base URL" },
        { "log", "provisioning/log", "ann.archer@example.com" },
        { "guide", "provisioning/guide", "Okta" },
        { "guide-entra", "provisioning/guide?for=entra", "Entra" },
        { "api-tokens", "api-tokens", "API tokens" },
        { "audit", "audit", "Audit log" },
    };

    /// <summary>Support's pages.</summary>
    public static TheoryData<string, string, string> OfSupport => new()
    {
        { "organizations", "/organizations", "Organizations" },
        { "organization-new", "/organizations/new", "Create an organization" },
        { "organization-begin", "/organizations/{o}/begin", "first steps" },
        { "tokens", "/support/tokens", "API tokens" },
        { "audit", "/support/audit", "audit log" },
        { "provisioning", "/o/{o}/provisioning", "SCIM base URL" },
        { "releases", "/o/{o}/provisioning/releases", "Groups left behind" },
        { "releases-users", "/o/{o}/provisioning/releases?of=users", "Users left behind" },
    };

    [Theory]
    [MemberData(nameof(OfAnOrganization))]
    public async Task APageOfAnOrganization_IsFitToBeSeen(string name, string page, string text)
    {
        var company = await site.CompanyToLookAtAsync();
        await company.VisitAsync(visit => LookAtAsync(visit, name, company.Address(Filled(page, company)), text));
    }

    [Theory]
    [MemberData(nameof(OfSupport))]
    public async Task APageOfSupport_IsFitToBeSeen(string name, string page, string text)
    {
        var company = await site.CompanyToLookAtAsync();
        await site.VisitAsSupportAsync(visit => LookAtAsync(visit, $"support-{name}", Filled(page, company), text));
    }

    [Theory]
    [InlineData("nothing", "404", "There is nothing at this address")]
    [InlineData("forbidden", "403", "This isn't yours to open")]
    public async Task APageThatRefuses_IsFitToBeSeen(string name, string status, string text)
    {
        var (company, other) = (await site.CompanyToLookAtAsync(), await site.NewCompanyAsync());
        await company.VisitAsync(visit =>
        {
            visit.Expected = $"status of {status}";
            return LookAtAsync(visit, name, status == "404" ? company.Address(name) : other.Address(), text, hasMenu: false);
        });
    }

    [Fact]
    public async Task WhoeverWantsItDark_SeesNothingLight_BeforeItIs()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.ShouldShowAPageAsync();
            await visit.Page.AddInitScriptAsync("""
                window.seen = [];
                const look = () => {
                  const layout = document.querySelector(".mud-layout");
                  if (document.body) { seen.push(getComputedStyle(document.body).backgroundColor); }
                  if (layout && getComputedStyle(layout).opacity !== "0") { seen.push(getComputedStyle(document.querySelector(".mud-appbar")).backgroundColor); }
                };
                new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
                """);
            await visit.GoAsync(company.Address("users"));
            var seen = await visit.Page.EvaluateAsync<string[]>("() => [...new Set(seen)]");
            seen.ShouldNotBeEmpty();
            seen.ShouldAllBe(colour => colour == "rgb(18, 21, 28)" || colour == "rgb(26, 30, 39)"); // Theme's dark background and bar
        }, Look.Dark);
    }

    [Fact]
    public async Task TheSignInPage_IsFitToBeSeen() =>
        await site.VisitAsync(new(site.Center.PublicBaseUrl, "/sign-in"), visit => LookAtAsync(visit, "sign-in", "/sign-in", "one-time sign-in links", hasMenu: false));

    private async Task LookAtAsync(Visit visit, string name, string address, string text, bool hasMenu = true)
    {
        foreach (var look in Enum.GetValues<Look>())
        {
            await visit.TurnAsync(look);
            await visit.Page.GotoAsync(new Uri(site.Center.PublicBaseUrl, address).AbsoluteUri);
            if (hasMenu)
            {
                await visit.ShouldShowAPageAsync();
            }

            await visit.ShouldShowAsync(text);
            await visit.PhotographAsync(name);
            await visit.ShouldFitTheWindowAsync();
            await visit.ShouldBeAccessibleAsync();
        }
    }

    private static string Filled(string page, Company company) => page
        .Replace("{o}", company.Id, StringComparison.Ordinal)
        .Replace("{user}", company.Shown.UserId, StringComparison.Ordinal)
        .Replace("{group}", company.Shown.GroupId, StringComparison.Ordinal)
        .Replace("{local}", company.Shown.LocalGroupId, StringComparison.Ordinal)
        .Replace("{instance}", company.Shown.InstanceId, StringComparison.Ordinal);
}
