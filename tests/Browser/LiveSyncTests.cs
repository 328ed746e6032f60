using Microsoft.Playwright;
using OptiId.EndToEnd.Tests;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>The local run as a newcomer has it: the printed link, and the simulated Okta's day arriving while one looks.</summary>
public sealed class LiveSyncTests(Site site)
{
    private const string LinkLabel = "  as its administrator, once within 15 minutes:  ";

    [Fact]
    public async Task ASync_ArrivesLive_AndAFailureSaysWhatToChange()
    {
        using var home = new LocalRunHome();
        await using var local = await LocalRunProcess.StartAsync(home);
        var link = new Uri(local.Lines.Single(line => line.StartsWith(LinkLabel, StringComparison.Ordinal))[LinkLabel.Length..]);
        await site.VisitAsync(link, async visit =>
        {
            await visit.ShouldShowAPageAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Provisioning log" }).First.ClickAsync();
            await visit.ShouldShowAsync("Nothing has come in yet");

            var day = Programs.RunAsync(
                Programs.OktaSim, ["--base", home.ScimBaseUrl.AbsoluteUri, "--token", local.Token, "--dialect", "catalog"], home.Path);
            await Expect(visit.Page.Locator("table.log tbody tr").First).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".arrivals")).ToBeVisibleAsync();
            var (code, output, errors) = await day;
            code.ShouldBe(0, output + errors);

            await visit.Page.GetByRole(AriaRole.Combobox).First.SelectOptionAsync(new SelectOptionValue { Label = "only failures" });
            await Expect(visit.Page.Locator("table.log tbody tr").First).ToBeVisibleAsync();
            await visit.PhotographAsync("live-log");

            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true }).First.ClickAsync();
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Users");
            await visit.Page.Locator("table.list tbody a").First.ClickAsync();
            await visit.ShouldShowAsync("Profile");
        });
    }
}
