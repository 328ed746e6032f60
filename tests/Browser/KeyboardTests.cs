using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Without a mouse: only the keyboard is touched.</summary>
public sealed class KeyboardTests(Site site)
{
    [Fact]
    public async Task FromTheFirstPageToAUser_ByKeysAlone()
    {
        var company = await site.NewCompanyAsync();
        await company.PushUserAsync("ann@example.com", "Ann", "Archer");
        await company.PushUserAsync("ben@example.com", "Ben", "Baker");
        await company.VisitAsync(async visit =>
        {
            await visit.ShouldShowAPageAsync();
            await TabToAsync(visit, "Users");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Users");
            await Expect(visit.Page.Locator("h1")).ToBeFocusedAsync(); // so that a screen reader says where one is

            await TabToAsync(visit, "Search by userName or name");
            await visit.Page.Keyboard.TypeAsync("ben");
            await visit.ShouldNotShowAsync("ann@example.com");

            await TabToAsync(visit, "ben@example.com");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ben Baker");
        });
    }

    [Fact]
    public async Task TheFirstTab_SkipsToTheContent()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("users"));
            await visit.Page.EvaluateAsync("() => document.activeElement.blur()");
            await visit.Page.Locator("body").PressAsync("Tab");
            await TabToAsync(visit, "Skip to the content");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.Locator("#content")).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("Tab");
            (await visit.Page.EvaluateAsync<bool>("() => document.getElementById('content').contains(document.activeElement)")).ShouldBeTrue();
        });
    }

    // What is reached must be seen to be reached (WCAG 2.2, 2.4.7).
    private static async Task TabToAsync(Visit visit, string name)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            var (focused, isSeen) = await FocusedAsync(visit);
            if (focused == name)
            {
                isSeen.ShouldBeTrue($"{name} has the focus, but nothing shows it.");
                return;
            }

            await visit.Page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{name} isn't reached by Tab.");
    }

    private static async Task<(string Name, bool IsSeen)> FocusedAsync(Visit visit)
    {
        var found = await visit.Page.EvaluateAsync<string[]>("""
            () => {
              const at = document.activeElement;
              const name = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent ?? "";
              const style = getComputedStyle(at);
              const field = at.closest(".mud-input-control");
              return [name.trim(), String(style.outlineStyle !== "none" || style.boxShadow !== "none" || field !== null)];
            }
            """);
        return (found[0], found[1] == "true");
    }
}
