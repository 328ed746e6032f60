using System.Text.RegularExpressions;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>The suite of bad inputs against the local run.</summary>
public sealed class BadInputTests(RunningLocal running) : BadInputContract(running);

/// <summary>The suite of bad inputs, which runs on Node.</summary>
public abstract partial class BadInputContract(RunningSystem running)
{
    [Fact]
    public async Task P28_EveryBadInput_IsAnsweredAsItShouldBe_AndChangesNothing()
    {
        var node = TestEnvironment.FindProgram("node", "nodejs");
        if (node is null)
        {
            Assert.SkipUnless(TestEnvironment.IsContinuousIntegration, "This test needs Node: install Debian's package nodejs.");
            throw new MissingServerException("This test needs Node: install Debian's package nodejs.");
        }

        var (_, _, token) = await running.Run.NewOrganizationAsync();
        await using var suite = ChildProcess.Start(
            node, [Path.Combine(Programs.Root, "tests/BadInputs/badinputs.mjs"), running.ScimBaseUrl.AbsoluteUri, $"Bearer {token}"]);
        var code = await suite.WaitForExitAsync(TimeSpan.FromSeconds(150));
        var failures = string.Join('\n', suite.Lines.Where(line => !line.StartsWith("ok ", StringComparison.Ordinal)));
        code.ShouldBe(0, failures + suite.Errors);
        var sum = Sum().Match(suite.Lines[^1]);
        sum.Groups[2].Value.ShouldBe("0", failures);
        int.Parse(sum.Groups[1].Value, null).ShouldBeGreaterThan(140);
    }

    [GeneratedRegex(@"^(\d+) passed, (\d+) failed$")]
    private static partial Regex Sum();
}
