using System.Net;
using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>Sign-in by OpenID Connect against a real provider (P1 to P3, P23).</summary>
public sealed class OpenIdConnectTests(RunningOnEmbedded running)
{
    private const string OnlyAdministrators = "Only members of the group Admin Center Administrators get in. Ask one of them to add you.";
    private static readonly string CouldNot = $"{AdminWithProvider.ProviderName} could not sign you in. Try again; if it goes on, tell whoever set it up.";

    [Fact]
    public async Task AnAdministrator_OfAScimOrganization_GetsIn_ToTheirOwnOrganization()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim);
        await using var _ = admin;
        var userId = await tenant.NewAdministratorAsync("grace@example.com");
        admin.Provider.People["grace"] = Person.Of("Grace@Example.com");

        var visitor = await admin.SignInAsync("grace");

        (await visitor.GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync($"/o/{(await running.NewTenantAsync()).Id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await tenant.GetAsync(userId)).Document.ToStringUtf8().ShouldNotContain("Lovelace"); // SCIM mode: a sign-in changes nobody (P3)
    }

    [Fact]
    public async Task InAScimOrganization_SomebodyUnknownOrDeactivated_IsRefused()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim);
        await using var _ = admin;
        var gone = await tenant.NewUserAsync("gone@example.com");
        await tenant.SystemGroupsAsync();
        await tenant.MakeAdministratorAsync(gone.Id);
        await tenant.SetActiveAsync(gone.Id, active: false);
        admin.Provider.People["nobody"] = Person.Of("nobody@example.com");
        admin.Provider.People["gone"] = Person.Of("gone@example.com");

        (await admin.RefusalOfAsync("nobody")).ShouldBe(await SentenceOfIdentityAsync(tenant, "nobody@example.com"));
        (await admin.RefusalOfAsync("gone")).ShouldBe(await SentenceOfIdentityAsync(tenant, "gone@example.com"));
        (await tenant.FindAsync("userName eq \"nobody@example.com\"")).TotalResults.ShouldBe(0u);
    }

    [Fact]
    public async Task InAJitOrganization_SomebodyUnknown_IsCreated_ButGetsInOnlyAsAnAdministrator()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Jit);
        await using var _ = admin;
        admin.Provider.People["grace"] = Person.Of("grace@example.com");

        (await admin.RefusalOfAsync("grace")).ShouldBe(OnlyAdministrators);

        var created = (await tenant.FindAsync("userName eq \"grace@example.com\"")).Users.ShouldHaveSingleItem();
        created.Source.ShouldBe(Source.Jit);
        created.Document.ToStringUtf8().ShouldContain("Hopper");
        await tenant.MakeAdministratorAsync(created.Id);
        (await (await admin.SignInAsync("grace")).GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task InAJitOrganization_ASignIn_RefreshesTheNames()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Jit);
        await using var _ = admin;
        var userId = (await tenant.SignInAsync("grace@example.com", "Grace", "Murray")).User.Id;
        await tenant.MakeAdministratorAsync(userId);
        admin.Provider.People["grace"] = Person.Of("grace@example.com", "Grace", "Hopper");

        await admin.SignInAsync("grace");

        (await tenant.GetAsync(userId)).Document.ToStringUtf8().ShouldContain("Hopper");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheEmailClaim_IsTheOneOfTheSettings(bool inUserInfo)
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim, ("EmailClaim", "upn"));
        await using var _ = admin;
        await tenant.NewAdministratorAsync("upn@example.com");
        await tenant.NewAdministratorAsync("mail@example.com");
        admin.Provider.People["both"] = Person.Of("mail@example.com").With(inUserInfo, "upn", "nobody@example.com");
        admin.Provider.People["upn"] = Person.Of("nobody@example.com").With(inUserInfo, "upn", "upn@example.com");
        admin.Provider.People["none"] = Person.Of("mail@example.com");

        await admin.SignInAsync("upn");
        await admin.RefusalOfAsync("both");
        (await admin.RefusalOfAsync("none")).ShouldBe($"{AdminWithProvider.ProviderName} didn't say your e-mail address (claim \"upn\").");
    }

    [Fact]
    public async Task AnAddressThatIsNotVerified_IsRefused()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim);
        await using var _ = admin;
        await tenant.NewAdministratorAsync("grace@example.com");
        admin.Provider.People["grace"] = Person.Of("grace@example.com", and: claims => claims["email_verified"] = false);

        (await admin.RefusalOfAsync("grace")).ShouldBe($"{AdminWithProvider.ProviderName} has not verified your e-mail address.");
    }

    [Fact]
    public async Task AnAddressOfWhichNothingIsSaid_IsRefused_UnlessTheProviderIsTrustedWithIt()
    {
        var (tenant, strict) = await NewAsync(ProvisioningMode.Scim);
        await using var _ = strict;
        await using var trusting = await AdminWithProvider.StartAsync(
            running.Services, ("Organization", tenant.Id), ("TrustsUnverifiedEmail", "true"), ("SupportEmails:0", "help@optiid.example"));
        await tenant.NewAdministratorAsync("grace@example.com");
        foreach (var provider in new[] { strict.Provider, trusting.Provider })
        {
            provider.People["grace"] = Person.Of("grace@example.com", and: claims => claims.Remove("email_verified"));
            provider.People["says no"] = Person.Of("grace@example.com", and: claims => claims["email_verified"] = false);
            provider.People["help"] = Person.Of("help@optiid.example", and: claims => claims.Remove("email_verified"));
        }

        (await strict.RefusalOfAsync("grace")).ShouldStartWith($"{AdminWithProvider.ProviderName} didn't say that it has verified your e-mail address");

        await trusting.SignInAsync("grace");
        (await trusting.RefusalOfAsync("says no")).ShouldBe($"{AdminWithProvider.ProviderName} has not verified your e-mail address.");
        await trusting.RefusalOfAsync("help"); // nobody becomes Support by it
    }

    [Fact]
    public async Task ARefusal_KeepsWhereTheyWantedToGo()
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        admin.Provider.People["nobody"] = Person.Of("nobody@example.com");
        var visitor = admin.Center.NewVisitor();

        var refused = await visitor.GetAsync(await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(visitor, "?return=%2Fo%2Fx%2Fusers"), "nobody"));
        var elsewhere = await visitor.GetAsync(await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(visitor, "?return=%2F%2Fevil.example"), "nobody"));

        refused.Headers.Location!.OriginalString.ShouldEndWith("&return=%2Fo%2Fx%2Fusers");
        elsewhere.Headers.Location!.OriginalString.ShouldNotContain("return=");
    }

    [Fact]
    public async Task AnOrganizationsProvider_SignsNobodyInElsewhere()
    {
        // A provider that speaks for one organization says that its person belongs to another one.
        var other = await running.NewTenantAsync();
        await other.NewAdministratorAsync("grace@example.com");
        var (_, admin) = await NewAsync(ProvisioningMode.Scim, ("OrganizationClaim", "organization"));
        await using var __ = admin;
        admin.Provider.People["grace"] = Person.Of("grace@example.com", and: claims => claims["organization"] = other.Id);

        await admin.RefusalOfAsync("grace");
    }

    [Fact]
    public async Task AProviderForAll_NamesTheOrganization_OrIsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewAdministratorAsync("grace@example.com");
        await using var admin = await AdminWithProvider.StartAsync(running.Services, ("OrganizationClaim", "organization"));
        admin.Provider.People["grace"] = Person.Of("grace@example.com", and: claims => claims["organization"] = tenant.Id);
        admin.Provider.People["nowhere"] = Person.Of("grace@example.com");
        admin.Provider.People["elsewhere"] = Person.Of("grace@example.com", and: claims => claims["organization"] = "no-such-organization");

        (await (await admin.SignInAsync("grace")).GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.RefusalOfAsync("nowhere")).ShouldBe($"{AdminWithProvider.ProviderName} didn't say which organization you belong to.");
        await admin.RefusalOfAsync("elsewhere");
    }

    [Theory]
    [InlineData("nonce", "another nonce")]
    [InlineData("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task ARequestThatWasChangedOnItsWay_SignsNobodyIn(string parameter, string value)
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var visitor = admin.Center.NewVisitor();
        var loginPage = AdminWithProvider.With(await AdminWithProvider.BeginAsync(visitor), parameter, value);

        (await AdminWithProvider.RefusalAtAsync(visitor, await admin.AtProviderAsync(loginPage, "grace"))).ShouldBe(CouldNot);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    public async Task AnAnswerThatWasChangedOnItsWay_SignsNobodyIn(string parameter)
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var visitor = admin.Center.NewVisitor();
        var back = await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(visitor), "grace");

        (await AdminWithProvider.RefusalAtAsync(visitor, AdminWithProvider.With(back, parameter, "something else"))).ShouldBe(CouldNot);
    }

    [Fact]
    public async Task AnAnswer_IsForTheBrowserThatAsked_AndForOneTime()
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var visitor = admin.Center.NewVisitor();
        var back = await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(visitor), "grace");

        // An attacker who lets a victim's browser finish the attacker's sign-in (RFC 6749 §10.12).
        (await AdminWithProvider.RefusalAtAsync(admin.Center.NewVisitor(), back)).ShouldBe(CouldNot);

        (await visitor.GetAsync(back)).Headers.Location!.OriginalString.ShouldBe("/");
        var again = await visitor.GetAsync(back);
        again.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        again.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(cookie => cookie.Contains("session=", StringComparison.Ordinal) && !cookie.Contains("session=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACodeThatWasUsed_IsWorthNothing_ToASecondSignIn()
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var (first, second) = (admin.Center.NewVisitor(), admin.Center.NewVisitor());
        var back = await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(first), "grace");
        var otherBack = await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(second), "grace");
        await first.GetAsync(back);
        var stolen = System.Web.HttpUtility.ParseQueryString(back.Query)["code"]!;

        (await AdminWithProvider.RefusalAtAsync(second, AdminWithProvider.With(otherBack, "code", stolen))).ShouldBe(CouldNot);
    }

    [Fact]
    public async Task TheProvider_ChecksTheRedirectAddress()
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var loginPage = await AdminWithProvider.BeginAsync(admin.Center.NewVisitor());
        loginPage.Query.ShouldContain($"redirect_uri={Uri.EscapeDataString($"{AdminWithProvider.PublicBaseUrl}/sign-in/callback/0")}");
        loginPage.Query.ShouldContain("code_challenge_method=S256");

        await Should.ThrowAsync<InvalidOperationException>(
            () => admin.AtProviderAsync(AdminWithProvider.With(loginPage, "redirect_uri", "https://evil.example/"), "grace"));
    }

    [Fact]
    public async Task AWrongClientSecret_IsTheProvidersProblem()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim, ("ClientSecret", "wrong"));
        await using var _ = admin;
        await tenant.NewAdministratorAsync("grace@example.com");
        admin.Provider.People["grace"] = Person.Of("grace@example.com");

        (await admin.RefusalOfAsync("grace")).ShouldBe(CouldNot);
    }

    [Fact]
    public async Task SomebodyWhoCancelsAtTheProvider_IsBackAtTheSignInPage()
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;

        (await admin.RefusalOfAsync("somebody whom the provider doesn't know")).ShouldBe(CouldNot);
    }

    [Fact]
    public async Task AProviderThatIsAway_IsSaidOnTheSignInPage()
    {
        await using var admin = await AdminWithProvider.StartAsync(running.Services, ("Authority", "http://127.0.0.1:1"), ("Organization", "any"));
        var visitor = admin.Center.NewVisitor();

        (await AdminWithProvider.RefusalAtAsync(visitor, new(admin.Center.PublicBaseUrl, "/sign-in/provider/0"))).ShouldBe(CouldNot);
    }

    [Fact]
    public async Task AStoreThatIsAway_WhileTheySignIn_IsSaidOnTheSignInPage()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewAdministratorAsync("grace@example.com");
        var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        await using var admin = await AdminWithProvider.StartOnAsync(
            running.Services, new Dictionary<string, string?> { ["Store:Connection"] = store.Connection }, ("Organization", tenant.Id));
        admin.Provider.People["grace"] = Person.Of("grace@example.com");
        var visitor = admin.Center.NewVisitor();
        var back = await admin.AtProviderAsync(await AdminWithProvider.BeginAsync(visitor), "grace");

        await store.DisposeAsync();

        (await visitor.GetAsync(back)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
    }

    [Theory]
    [InlineData("/o/x/users?source=scim", "/o/x/users?source=scim")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")] // browsers leave tabs and line ends out of addresses (URL standard, 4.4)
    [InlineData("/\n/evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task ASignIn_EndsHere(string back, string expected)
    {
        var admin = await NewWithGraceAsync();
        await using var _ = admin;
        var visitor = admin.Center.NewVisitor();
        var loginPage = await AdminWithProvider.BeginAsync(visitor, $"?return={Uri.EscapeDataString(back)}");

        (await visitor.GetAsync(await admin.AtProviderAsync(loginPage, "grace"))).Headers.Location!.OriginalString.ShouldBe(expected);
    }

    private async Task<(Tenant Tenant, AdminWithProvider Admin)> NewAsync(ProvisioningMode mode, params IEnumerable<(string Name, string Value)> more)
    {
        var tenant = await running.NewTenantAsync(mode);
        return (tenant, await AdminWithProvider.StartAsync(running.Services, [("Organization", tenant.Id), .. more]));
    }

    private async Task<AdminWithProvider> NewWithGraceAsync()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim);
        await tenant.NewAdministratorAsync("grace@example.com");
        admin.Provider.People["grace"] = Person.Of("grace@example.com");
        return admin;
    }

    private static async Task<string> SentenceOfIdentityAsync(Tenant tenant, string userName) =>
        (await Should.ThrowAsync<RpcException>(() => tenant.SignInAsync(userName))).Status.Detail;
}
