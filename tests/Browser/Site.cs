using Microsoft.Playwright;
using OptiId.Hosting;
using OptiId.Testing;
using Xunit;

namespace OptiId.Browser.Tests;

/// <summary>The whole system over the embedded store, and a real browser before it, once for this assembly.</summary>
public sealed class Site() : RunningOn(new EmbeddedTestStore())
{
    private readonly SemaphoreSlim turn = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? missing;
    private Company? company;

    internal RunningAdminCenter Center { get; private set; } = null!;

    internal Uri ScimBaseUrl { get; private set; } = null!;

    /// <inheritdoc />
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        ScimBaseUrl = await Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "0" });
        Center = await Services.StartAdminCenterAsync();
        if (TestEnvironment.FindProgram("chromium", "chromium-browser", "google-chrome") is { } program)
        {
            Assertions.SetDefaultExpectTimeout(Visit.PatienceMilliseconds);
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = program,
                Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
            });
            TestEnvironment.Say($"Chromium {browser.Version} from {program}");
            return;
        }

        missing = "No Chromium. Install Debian's package chromium.";
        if (TestEnvironment.IsContinuousIntegration)
        {
            throw new MissingServerException(missing);
        }

        TestEnvironment.Say($"SKIPPED: {missing}");
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        turn.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A new organization in SCIM mode with an administrator and a token.</summary>
    internal Task<Company> NewCompanyAsync() => Company.NewAsync(this);

    /// <summary>The organization whose pages are looked at: it has something of everything, and no test changes it.</summary>
    internal async Task<Company> CompanyToLookAtAsync()
    {
        await turn.WaitAsync();
        try
        {
            return company ??= await Company.NewWithSomethingOfEverythingAsync(this);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Somebody opens a browser at an address, e.g. a one-time link, does something there, and at the end the browser must have had nothing to complain about.</summary>
    internal async Task VisitAsync(Uri start, Func<Visit, Task> act, Look look = Look.Light)
    {
        Assert.SkipWhen(browser is null, missing ?? "");
        await using var visit = await Visit.BeginAsync(browser!, Center.PublicBaseUrl, look);
        await visit.Page.GotoAsync(start.AbsoluteUri);
        await act(visit);
        visit.ShouldHaveNoComplaint();
    }

    /// <summary>Somebody signs in as Support.</summary>
    internal async Task VisitAsSupportAsync(Func<Visit, Task> act, Look look = Look.Light) => await VisitAsync(await Center.NewLinkAsync(), act, look);
}
