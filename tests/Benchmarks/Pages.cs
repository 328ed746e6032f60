using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OptiId.Hosting;
using OptiId.Testing;
using Spectre.Console;

namespace OptiId.Benchmarks;

/// <summary>The Admin Center's pages in a browser, of a small and of a large organization, in turns: until what was asked for is to be seen.</summary>
internal static class Pages
{
    private const double LargestRatio = 1.5;
    private const int SmallUsers = 100, SmallMembers = 50, Rounds = 11, WarmUp = 2;
    private const string Row = "table.list tbody tr";

    // A page, its address below the organization's, and what is there once it is whole.
    private static readonly (string Name, string Address, string Seen)[] Plain =
    [
        ("overview", "", "h2#provider-title"),
        ("users", "users", Row),
        ("a user", "users/{user}", "section[aria-labelledby=user-access] li, section[aria-labelledby=user-access] tr"),
        ("groups", "groups", Row),
        ("a group", "groups/{group}", $"section[aria-labelledby=group-members] {Row}"),
        ("product instances", "instances", Row),
        ("a product instance", "instances/{instance}", $"section[aria-labelledby=access-title] {Row}"),
        ("access of a user", "access?user={user}", Row),
        ("access to an instance", "access?instance={instance}", Row),
        ("why", "access?user={user}&instance={instance}", Row),
        ("provisioning", "provisioning", "section[aria-labelledby=base-url]"),
        ("provisioning log", "provisioning/log", Row),
        ("set-up guide", "provisioning/guide", "h1"),
        ("audit log", "audit", Row),
    ];

    /// <returns>Whether every page is as quick in the large organization as in the small one.</returns>
    public static async Task<bool> RunAsync(MeasuredSystem system, Sizes sizes)
    {
        AnsiConsole.MarkupLineInterpolated($"On {system.Name}: filling two organizations of {SmallUsers} and {sizes.Users:N0} users, with groups of {SmallMembers} and {sizes.Members:N0} …");
        var started = Stopwatch.GetTimestamp();
        var small = await FillAsync(system, SmallUsers, SmallMembers);
        var large = await FillAsync(system, sizes.Users, sizes.Members);
        AnsiConsole.MarkupLineInterpolated($"… in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = TestEnvironment.FindProgram("chromium", "chromium-browser", "google-chrome") ?? throw new MissingServerException("No Chromium. Install Debian's package chromium."),
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
        var smallPage = await SignInAsync(system, browser, small);
        var largePage = await SignInAsync(system, browser, large);
        var table = new Table().AddColumns("Page", "Small, median ms", "Large, median ms", "Large, p95 ms", "Large / small");
        var holds = true;
        foreach (var (name, measure) in Ways())
        {
            holds &= await CompareAsync(table, name, () => measure(smallPage, small), () => measure(largePage, large));
        }

        await CompareAsync(table, "preview of a grant (looks at each member)", () => PreviewAsync(smallPage, small), () => PreviewAsync(largePage, large)); // no ratio holds for it
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{(holds ? "ok  " : "FAIL")} every page: large / small at most {LargestRatio.ToString(CultureInfo.InvariantCulture)}");
        return holds;
    }

    private static IEnumerable<(string Name, Func<IPage, Filled, Task<TimeSpan>> Measure)> Ways()
    {
        foreach (var (name, address, seen) in Plain)
        {
            yield return (name, (page, filled) => OpenAsync(page, filled.Address(address), seen));
        }

        yield return ("search as one types", (page, filled) => TypeAsync(page, filled.Address("users"), "Search by userName or name", filled.SearchedFor, $"{Row} >> text={filled.SearchedFor}"));
        yield return ("a member by name", (page, filled) => TypeAsync(page, filled.Address("groups/{group}"), "Find", filled.SearchedFor, ".found li"));
    }

    private static async Task<TimeSpan> OpenAsync(IPage page, string address, string seen)
    {
        await page.GotoAsync("about:blank");
        var at = Stopwatch.GetTimestamp();
        await page.GotoAsync(address);
        await page.Locator(seen).First.WaitForAsync();
        return Stopwatch.GetElapsedTime(at);
    }

    private static async Task<TimeSpan> TypeAsync(IPage page, string address, string label, string text, string seen)
    {
        await OpenAsync(page, address, Row);
        var at = Stopwatch.GetTimestamp();
        await page.GetByLabel(label).First.FillAsync(text);
        await page.Locator(seen).First.WaitForAsync();
        return Stopwatch.GetElapsedTime(at);
    }

    private static async Task<TimeSpan> PreviewAsync(IPage page, Filled filled)
    {
        await OpenAsync(page, filled.Address("groups/{group}"), $"section[aria-labelledby=group-members] {Row}");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "publisher" }).CheckAsync();
        var at = Stopwatch.GetTimestamp();
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview the change" }).ClickAsync();
        await page.Locator(".preview li").First.WaitForAsync();
        return Stopwatch.GetElapsedTime(at);
    }

    private static async Task<bool> CompareAsync(Table table, string name, Func<Task<TimeSpan>> small, Func<Task<TimeSpan>> large)
    {
        var (smalls, larges) = (new List<double>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (one, other) = ((await small()).TotalMilliseconds, (await large()).TotalMilliseconds);
            if (round >= 0)
            {
                smalls.Add(one);
                larges.Add(other);
            }
        }

        smalls.Sort();
        larges.Sort();
        var (ofSmall, ofLarge) = (smalls[Rounds / 2], larges[Rounds / 2]);
        table.AddRow(name, Text(ofSmall, "N0"), Text(ofLarge, "N0"), Text(larges[Rounds * 95 / 100], "N0"), Text(ofLarge / ofSmall, "N2"));
        return ofLarge / ofSmall <= LargestRatio;
    }

    private static async Task<Filled> FillAsync(MeasuredSystem system, int users, int members)
    {
        var (id, scim) = await system.NewOrganizationAsync();
        using var _ = scim;
        var ids = await system.FillAsync(id, users);
        var group = Created(await scim.PostAsync("/Groups", ScimBodies.Group("Everybody in the office"))).Id;
        foreach (var chunk in ids.Take(members).Chunk(1_000))
        {
            var values = new JsonArray([.. chunk.Select(user => new JsonObject { ["value"] = user })]);
            await scim.PatchAsync($"/Groups/{group}", new JsonObject { ["op"] = "add", ["path"] = "members", ["value"] = values }.ToJsonString());
        }

        for (var number = 0; number < 100; number++)
        {
            await scim.GetAsync($"/Users/{ids[number]}"); // for the provisioning log
        }

        var instance = (await system.Calls.Instances.CreateInstanceAsync(new()
        {
            OrganizationId = id,
            Product = "CMS",
            Name = "Website",
            Environment = "Production",
            Roles = { "editor", "publisher" },
            Cause = RunningServices.NewCause(),
        })).Instance.Id;
        await system.Calls.Instances.MakeGrantAsync(new() { OrganizationId = id, GroupId = group, InstanceId = instance, Role = "editor", Cause = RunningServices.NewCause() });
        var administrator = await system.NewAdministratorAsync(id);
        return new(id, administrator, ids[users / 3], group, instance, MeasuredSystem.UserName(users * 2 / 3)); // on no first page
    }

    private static async Task<IPage> SignInAsync(MeasuredSystem system, IBrowser browser, Filled filled)
    {
        var link = await system.Calls.SignInLinks.CreateSignInLinkAsync(new() { OrganizationId = filled.Id, UserId = filled.AdministratorId, Name = "Ada Benchmark" });
        var page = await (await browser.NewContextAsync(new() { BaseURL = new Uri(link.Url).GetLeftPart(UriPartial.Authority), ReducedMotion = ReducedMotion.Reduce })).NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.Locator("h1.page-title").First.WaitForAsync();
        return page;
    }

    private static ScimAnswer Created(ScimAnswer answer) => answer.Status == 201 ? answer : throw new InvalidOperationException($"{answer.Status} {answer.Text}");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Filled(string Id, string AdministratorId, string UserId, string GroupId, string InstanceId, string SearchedFor)
    {
        public string Address(string page) => $"/o/{Id}/{page}"
            .Replace("{user}", UserId, StringComparison.Ordinal)
            .Replace("{group}", GroupId, StringComparison.Ordinal)
            .Replace("{instance}", InstanceId, StringComparison.Ordinal)
            .TrimEnd('/');
    }
}
