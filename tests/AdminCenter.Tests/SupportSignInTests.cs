using System.Net;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>Who is Support, as the settings and a real provider say (P23).</summary>
public sealed class SupportSignInTests(RunningOnEmbedded running)
{
    private static readonly string[] InSupport = ["Everyone", "Support"], InAnother = ["Everyone", "Supporters"];

    [Fact]
    public async Task Support_IsWhoIsOnTheList_InAnyLetterCase_AndNobodyElse()
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim, ("SupportEmails:0", "help@optiid.example"));
        await using var _ = admin;
        admin.Provider.People["help"] = Person.Of("Help@OptiId.example");
        admin.Provider.People["other"] = Person.Of("xhelp@optiid.example");

        var visitor = await admin.SignInAsync("help");

        (await visitor.GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await admin.RefusalOfAsync("other");
    }

    [Fact]
    public async Task AnAddressThatIsNotVerified_MakesNobodySupport()
    {
        var (_, admin) = await NewAsync(ProvisioningMode.Scim, ("SupportEmails:0", "help@optiid.example"));
        await using var __ = admin;
        admin.Provider.People["says no"] = Person.Of("help@optiid.example", and: claims => claims["email_verified"] = false);
        admin.Provider.People["says nothing"] = Person.Of("help@optiid.example", and: claims => claims.Remove("email_verified"));

        await admin.RefusalOfAsync("says no");
        await admin.RefusalOfAsync("says nothing");
    }

    [Theory]
    [InlineData("SupportEmails:0", "help@optiid.example")]
    [InlineData("SupportValues:0", "Support")]
    public async Task WhoIsNoSupportAnyMore_IsOut_WithTheSetting(string setting, string value)
    {
        var (_, admin) = await NewAsync(ProvisioningMode.Scim, ("SupportClaim", "groups"), (setting, value));
        await using var _ = admin;
        admin.Provider.People["help"] = Person.Of("help@optiid.example", and: claims => claims["groups"] = InSupport);
        var cookies = new CookieContainer();
        await admin.SignInAsync("help", cookies);
        var settings = new Dictionary<string, string?>
        {
            ["AdminCenter:PublicBaseUrl"] = AdminWithProvider.PublicBaseUrl,
            ["AdminCenter:Providers:0:Name"] = AdminWithProvider.ProviderName,
            ["AdminCenter:Providers:0:Authority"] = admin.Provider.Issuer.ToString(),
            ["AdminCenter:Providers:0:ClientId"] = TestProvider.ClientId,
            ["AdminCenter:Providers:0:SupportClaim"] = "groups",
        };
        var without = await running.Services.StartAdminCenterAsync(settings);
        var with = await running.Services.StartAdminCenterAsync(new(settings) { [$"AdminCenter:Providers:0:{setting}"] = value });

        (await with.NewVisitor(cookies).GetAsync("/organizations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await without.NewVisitor(cookies).GetAsync("/organizations")).StatusCode.ShouldBe(HttpStatusCode.Found);
        await running.Services.StopAsync(without.Address);
        await running.Services.StopAsync(with.Address);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Support_IsWhoHasTheClaim_InTheIdTokenOrInUserinfo(bool inUserInfo)
    {
        var (tenant, admin) = await NewAsync(ProvisioningMode.Scim, ("SupportClaim", "groups"), ("SupportValues:0", "Support"));
        await using var _ = admin;
        admin.Provider.People["in"] = Person.Of("in@optiid.example").With(inUserInfo, "groups", InSupport);
        admin.Provider.People["out"] = Person.Of("out@optiid.example").With(inUserInfo, "groups", InAnother);
        admin.Provider.People["one"] = Person.Of("one@optiid.example").With(inUserInfo, "groups", "Support");

        (await (await admin.SignInAsync("in")).GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await admin.SignInAsync("one")).GetAsync($"/o/{tenant.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await admin.RefusalOfAsync("out");
    }

    private async Task<(Tenant Tenant, AdminWithProvider Admin)> NewAsync(ProvisioningMode mode, params IEnumerable<(string Name, string Value)> more)
    {
        var tenant = await running.NewTenantAsync(mode);
        return (tenant, await AdminWithProvider.StartAsync(running.Services, [("Organization", tenant.Id), .. more]));
    }
}
