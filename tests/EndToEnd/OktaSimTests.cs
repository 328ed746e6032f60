using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>The simulated Okta against the local run, as a newcomer runs it.</summary>
public sealed class OktaSimTests(RunningLocal running) : OktaSimContract(running);

/// <summary>The simulated Okta against a whole system.</summary>
public abstract class OktaSimContract(RunningSystem running)
{
    [Fact]
    public Task AProvisioningDay_InBothDialects_EndsWell_AndAccessWasAsked() => PlayAsync("--dialect", "both");

    [Theory]
    [InlineData("catalog")]
    [InlineData("wizard")]
    public Task ASmallFirstSync_EndsWell_AndAccessWasAsked(string dialect) =>
        PlayAsync("--dialect", dialect, "--users", "100", "--groups", "5", "--members", "50");

    [Fact]
    public async Task AWrongToken_EndsWithAnError()
    {
        var (code, output, _) = await Programs.RunAsync(
            Programs.OktaSim, ["--base", running.ScimBaseUrl.AbsoluteUri, "--token", "wrong", "--dialect", "catalog"], running.Home);
        code.ShouldNotBe(0, output);
    }

    private async Task PlayAsync(params string[] arguments)
    {
        var (_, _, token) = await running.Run.NewOrganizationAsync();
        var (code, output, errors) = await Programs.RunAsync(
            Programs.OktaSim, ["--base", running.ScimBaseUrl.AbsoluteUri, "--token", token, .. arguments], running.Home);
        code.ShouldBe(0, output + errors);
        output.ShouldNotContain("only SCIM was played");
        (output + errors).ShouldNotContain(token);
    }
}
