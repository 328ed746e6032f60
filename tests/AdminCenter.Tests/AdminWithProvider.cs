using System.Net;
using System.Text.RegularExpressions;
using OptiId.Hosting;
using Shouldly;

namespace OptiId.AdminCenter.Tests;

/// <summary>An Admin Center behind TLS whose people sign in by a real provider.</summary>
internal sealed partial class AdminWithProvider : IAsyncDisposable
{
    public const string PublicBaseUrl = "https://admin.example.com";
    public const string ProviderName = "Example Inc.";

    private readonly HttpClient atProvider = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly RunningServices services;

    private AdminWithProvider(RunningServices services, TestProvider provider, RunningAdminCenter center) =>
        (this.services, Provider, Center) = (services, provider, center);

    public TestProvider Provider { get; }

    public RunningAdminCenter Center { get; }

    /// <param name="services">Before which services.</param>
    /// <param name="more">Settings of the provider, e.g. <c>Organization</c>.</param>
    public static Task<AdminWithProvider> StartAsync(RunningServices services, params IEnumerable<(string Name, string Value)> more) =>
        StartOnAsync(services, new Dictionary<string, string?>(), more);

    /// <inheritdoc cref="StartAsync"/>
    /// <param name="services">Before which services.</param>
    /// <param name="own">Settings of the Admin Center.</param>
    /// <param name="more">Settings of the provider.</param>
    public static async Task<AdminWithProvider> StartOnAsync(
        RunningServices services, IReadOnlyDictionary<string, string?> own, params IEnumerable<(string Name, string Value)> more)
    {
        var provider = await TestProvider.StartAsync($"{PublicBaseUrl}/sign-in/callback/0");
        var settings = new Dictionary<string, string?>(own)
        {
            ["AdminCenter:PublicBaseUrl"] = PublicBaseUrl,
            ["AdminCenter:Providers:0:Name"] = ProviderName,
            ["AdminCenter:Providers:0:Authority"] = provider.Issuer.ToString(),
            ["AdminCenter:Providers:0:ClientId"] = TestProvider.ClientId,
            ["AdminCenter:Providers:0:ClientSecret"] = TestProvider.ClientSecret,
        };
        foreach (var (name, value) in more)
        {
            settings[$"AdminCenter:Providers:0:{name}"] = value;
        }

        return new(services, provider, await services.StartAdminCenterAsync(settings));
    }

    /// <summary>A person signs in, all the way.</summary>
    /// <returns>Their browser.</returns>
    public async Task<HttpClient> SignInAsync(string who, CookieContainer? cookies = null)
    {
        var visitor = Center.NewVisitor(cookies);
        var end = await visitor.GetAsync(await AtProviderAsync(await BeginAsync(visitor), who));
        end.Headers.Location?.OriginalString.ShouldBe("/", await SentenceAtAsync(visitor, end));
        return visitor;
    }

    /// <summary>A person tries to sign in and isn't let in.</summary>
    /// <returns>The sentence that they read.</returns>
    public async Task<string> RefusalOfAsync(string who)
    {
        var visitor = Center.NewVisitor();
        return await RefusalAtAsync(visitor, await AtProviderAsync(await BeginAsync(visitor), who));
    }

    /// <summary>The browser goes to an address at which nobody must be let in.</summary>
    /// <returns>The sentence of the sign-in page.</returns>
    public static async Task<string> RefusalAtAsync(HttpClient visitor, Uri address)
    {
        var sentence = await SentenceAtAsync(visitor, await visitor.GetAsync(address));
        (await visitor.GetAsync("/")).Headers.Location!.OriginalString.ShouldBe("/sign-in");
        return sentence.ShouldNotBeNull();
    }

    /// <summary>Clicks on the provider's button.</summary>
    /// <returns>The provider's login page.</returns>
    public static async Task<Uri> BeginAsync(HttpClient visitor, string query = "")
    {
        var answer = await visitor.GetAsync($"/sign-in/provider/0{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        return answer.Headers.Location!;
    }

    /// <summary>Signs in at the provider.</summary>
    /// <returns>Where it sends the browser back to.</returns>
    public async Task<Uri> AtProviderAsync(Uri loginPage, string who)
    {
        var answer = await atProvider.GetAsync(new Uri($"{loginPage}&login_hint={Uri.EscapeDataString(who)}"));
        return answer.Headers.Location ?? throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>The address with another value of a query parameter.</summary>
    public static Uri With(Uri address, string parameter, string value) =>
        new(Regex.Replace(address.AbsoluteUri, $"(?<=[?&]{parameter}=)[^&]*", Uri.EscapeDataString(value)));

    public async ValueTask DisposeAsync()
    {
        atProvider.Dispose();
        await services.StopAsync(Center.Address);
        await Provider.DisposeAsync();
    }

    private static async Task<string?> SentenceAtAsync(HttpClient visitor, HttpResponseMessage answer)
    {
        if (answer.Headers.Location is not { } location || !location.OriginalString.StartsWith("/sign-in?problem=", StringComparison.Ordinal))
        {
            return null;
        }

        return WebUtility.HtmlDecode(Problem().Match(await visitor.GetStringAsync(location)).Groups[1].Value);
    }

    [GeneratedRegex("<p class=\"problem\" role=\"alert\">(.*?)</p>")]
    private static partial Regex Problem();
}
