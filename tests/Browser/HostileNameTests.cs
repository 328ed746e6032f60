using Shouldly;
using Xunit;

namespace OptiId.Browser.Tests;

/// <summary>Names that want to be more than text: whoever can be pushed can choose a name (OWASP: stored cross-site scripting).</summary>
public sealed class HostileNameTests(Site site)
{
    private const string RightToLeftOverride = "\u202e", Isolate = "\u2067";

    private static readonly string LongName = new('W', 200);

    public static TheoryData<string> Names =>
    [
        "<img src=x onerror=alert(1)>",
        "\"><script>alert(1)</script>",
        "'-alert(1)-'",
        "{{constructor.constructor('alert(1)')()}}",
        "javascript:alert(1)",
        "</title></textarea><svg onload=alert(1)>",
        LongName,
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AName_IsText_OnEveryPageThatShowsIt(string name)
    {
        var company = await site.NewCompanyAsync();
        var user = await company.PushUserAsync("ann@example.com", name, name);
        var group = await company.PushGroupAsync(name, user);
        var instanceName = name.Replace('/', '|')[..Math.Min(name.Length, 100)]; // what an instance may be called (InstanceRules)
        var instance = await company.NewInstanceAsync(instanceName, instanceName, "editor");
        await company.Tenant.GrantAsync(group, instance, "editor");
        await company.VisitAsync(async visit =>
        {
            foreach (var page in new[]
            {
                "", "users", $"users/{user}", "groups", $"groups/{group}", "instances", $"instances/{instance}", $"access?user={user}&instance={instance}",
                "provisioning/log", "audit",
            })
            {
                await visit.GoAsync(company.Address(page));
                if (page is not ("" or "provisioning/log" or "audit"))
                {
                    await visit.ShouldShowAsync(page.StartsWith("instances", StringComparison.Ordinal) ? instanceName : name);
                }

                await visit.ShouldFitTheWindowAsync();
            }
        }, Look.Narrow);
    }

    /// <summary>In what the store takes, a person's names, they turn nothing but the name itself.</summary>
    [Fact]
    public async Task AName_TurnsNoTextAroundIt()
    {
        var company = await site.NewCompanyAsync();
        var name = $"Ann{RightToLeftOverride}resu";
        var user = await company.PushUserAsync("ann@example.com", name, "Archer");
        var group = await company.PushGroupAsync("Editors", user);
        await company.VisitAsync(async visit =>
        {
            foreach (var page in new[] { "users", $"users/{user}", $"groups/{group}" })
            {
                await visit.GoAsync(company.Address(page));
                await visit.ShouldShowAsync(name);
                var isApart = "all => all.length > 0 && all.every(at => at.closest('bdi') !== null)";
                (await visit.Texts(name).EvaluateAllAsync<bool>(isApart)).ShouldBeTrue(page);
            }
        });
    }

    /// <summary>Characters that turn the direction of what follows stay within the name: they don't get into the store (P32).</summary>
    [Theory]
    [InlineData(RightToLeftOverride)]
    [InlineData(Isolate)]
    public async Task ACharacterThatTurnsText_IsRefused(string character)
    {
        var company = await site.NewCompanyAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => company.PushGroupAsync($"Editors{character}gpj.exe"));
    }
}
