using Xunit;

namespace OptiId.Browser.Tests;

/// <summary>Every page, light, dark and on a phone's width: accessible, nothing sideways, nothing for the browser to complain about; and a picture of it.</summary>
public sealed class PageTests(Site site)
{
    /// <summary>An administrator's pages: a name for the pictures, the address, and a text that is there when it is whole. {user}, {group}, {local}, {instance} are somebody's and something's id.</summary>
    public static TheoryData<string, string, string> OfAnOrganization => new()
    {
        { "overview", "", "Overview" },
        { "users", "users", "ann.archer@example.com" },
        { "not-found", "nothing", "There is nothing at this address" },
    };

    /// <summary>Support's pages.</summary>
    public static TheoryData<string, string, string> OfSupport => [];

    [Theory]
    [MemberData(nameof(OfAnOrganization))]
    public async Task APageOfAnOrganization_IsFitToBeSeen(string name, string page, string text)
    {
        var company = await site.CompanyToLookAtAsync();
        foreach (var look in Enum.GetValues<Look>())
        {
            await company.VisitAsync(visit => LookAtAsync(visit, name, company.Address(Filled(page, company)), text), look);
        }
    }

    [Theory]
    [MemberData(nameof(OfSupport))]
    public async Task APageOfSupport_IsFitToBeSeen(string name, string page, string text)
    {
        var company = await site.CompanyToLookAtAsync();
        foreach (var look in Enum.GetValues<Look>())
        {
            await site.VisitAsSupportAsync(visit => LookAtAsync(visit, $"support-{name}", Filled(page, company), text), look);
        }
    }

    [Fact]
    public async Task TheSignInPage_IsFitToBeSeen()
    {
        foreach (var look in Enum.GetValues<Look>())
        {
            await site.VisitAsync(new(site.Center.PublicBaseUrl, "/sign-in"), async visit =>
            {
                await visit.ShouldShowAsync("one-time sign-in links");
                await visit.PhotographAsync("sign-in");
                await visit.ShouldFitTheWindowAsync();
                await visit.ShouldBeAccessibleAsync();
            }, look);
        }
    }

    private static async Task LookAtAsync(Visit visit, string name, string address, string text)
    {
        await visit.GoAsync(address);
        await visit.ShouldShowAsync(text);
        await visit.PhotographAsync(name);
        await visit.ShouldFitTheWindowAsync();
        await visit.ShouldBeAccessibleAsync();
    }

    private static string Filled(string page, Company company) => page
        .Replace("{o}", company.Id, StringComparison.Ordinal)
        .Replace("{user}", company.Shown.UserId, StringComparison.Ordinal)
        .Replace("{group}", company.Shown.GroupId, StringComparison.Ordinal)
        .Replace("{local}", company.Shown.LocalGroupId, StringComparison.Ordinal)
        .Replace("{instance}", company.Shown.InstanceId, StringComparison.Ordinal);
}
