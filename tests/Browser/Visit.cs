using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OptiId.EndToEnd.Tests;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>How a page is looked at.</summary>
internal enum Look
{
    Light,
    Dark,

    /// <summary>On a phone's width, in light colours.</summary>
    Narrow,
}

/// <summary>One browser of somebody, and what it complained about: errors on the console (a refusal by the content security policy is one), exceptions, dialogs of scripts.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long is waited for what must come; nothing waits longer than it takes.</summary>
    public const float PatienceMilliseconds = 20_000;

    // Everything up to WCAG 2.2 AA that axe can see.
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private readonly ConcurrentQueue<string> complaints = [];
    private readonly IBrowserContext context;
    private readonly Uri home;
    private Look look;

    private Visit(IBrowserContext context, IPage page, Uri home)
    {
        (this.context, Page, this.home) = (context, page, home);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && (Expected is not { } expected || !message.Text.Contains(expected, StringComparison.Ordinal)))
            {
                complaints.Enqueue($"console at {page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"exception at {page.Url}: {error}");
        page.Dialog += (_, dialog) =>
        {
            complaints.Enqueue($"dialog at {page.Url}: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser is to complain about, because a test asks for it: "status of 404".</summary>
    public string? Expected { get; set; }

    public static async Task<Visit> BeginAsync(IBrowser browser, Uri home, Look look)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = home.AbsoluteUri,
            Locale = "en-GB",
            TimezoneId = "Europe/Stockholm",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var visit = new Visit(context, await context.NewPageAsync(), home);
        await visit.TurnAsync(look);
        return visit;
    }

    /// <summary>Looks another way from the next page on.</summary>
    public async Task TurnAsync(Look look)
    {
        this.look = look;
        await Page.EmulateMediaAsync(new() { ColorScheme = look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light });
        await Page.SetViewportSizeAsync(look == Look.Narrow ? 390 : 1280, look == Look.Narrow ? 844 : 900);
    }

    /// <summary>Opens an address of the Admin Center and waits until its page is there.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(home, path).AbsoluteUri);
        await ShouldShowAPageAsync();
    }

    /// <summary>A page of the Admin Center is there, connected and in its colours.</summary>
    public async Task ShouldShowAPageAsync()
    {
        await Expect(Page.Locator("h1.page-title").First).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = look == Look.Dark ? "Light colours" : "Dark colours" })).ToBeVisibleAsync();
    }

    /// <summary>A text is somewhere on the page.</summary>
    public Task ShouldShowAsync(string text) => Expect(Texts(text).First).ToBeVisibleAsync();

    /// <summary>Where a text is to be seen.</summary>
    public ILocator Texts(string text) => Page.GetByText(text).Filter(new() { Visible = true });

    /// <summary>A text is nowhere on the page.</summary>
    public Task ShouldNotShowAsync(string text) => Expect(Page.GetByText(text)).ToHaveCountAsync(0);

    /// <summary>Clicks a button by its name.</summary>
    public Task ClickAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>Fills a field by its label.</summary>
    public Task FillAsync(string label, string text) => Page.GetByLabel(label).And(Page.Locator("input, textarea")).First.FillAsync(text);

    /// <summary>Chooses from a list by its label.</summary>
    public Task ChooseAsync(string label, string option) =>
        Page.GetByLabel(label).And(Page.GetByRole(AriaRole.Combobox)).First.SelectOptionAsync(new SelectOptionValue { Label = option });

    /// <summary>The open dialog.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>axe finds nothing to object to.</summary>
    public async Task ShouldBeAccessibleAsync()
    {
        await StillAsync();
        var result = await Page.RunAxe(Rules);
        result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html} {node.Any.FirstOrDefault()?.Message}"))
            .ShouldBeEmpty(Page.Url);
    }

    /// <summary>Nothing is wider than the window, so that nobody has to scroll sideways (WCAG 2.2, 1.4.10).</summary>
    public async Task ShouldFitTheWindowAsync() =>
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, Page.Url);

    /// <summary>Writes what the page looks like into artifacts/screenshots.</summary>
    public async Task PhotographAsync(string name)
    {
        await StillAsync();
        await Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Programs.Root, "artifacts", "screenshots", $"{name}-{look.ToString().ToLowerInvariant()}.png"),
            FullPage = true,
        });
    }

    /// <summary>The browser had nothing to complain about.</summary>
    public void ShouldHaveNoComplaint() => complaints.ShouldBeEmpty();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    // Until nothing moves or fades.
    private async Task StillAsync() => await Page.EvaluateAsync(
        "() => Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => {})))");
}
