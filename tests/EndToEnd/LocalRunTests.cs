using System.Text;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>What a newcomer sees of <c>scripts/run</c>.</summary>
public sealed class LocalRunTests
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task P4_TheTokenIsPrintedOnce_ANewOneOnDemand_AndBothLive_AndCtrlCEndsIt()
    {
        using var home = new LocalRunHome();
        var tokenFile = Path.Combine(home.Path, "token");
        string first;
        await using (var run = await LocalRunProcess.StartAsync(home, "--token-file", tokenFile))
        {
            first = run.Token;
            run.Lines[0].ShouldBe($"SCIM base URL:  http://127.0.0.1:{home.FirstPort}/scim/v2");
            run.Lines[1].ShouldBe($"SCIM token:     {first}");
            run.Lines[^1].ShouldBe("Ready");
            first.Length.ShouldBeGreaterThanOrEqualTo(43); // 256 bits
            (await File.ReadAllTextAsync(tokenFile)).Trim().ShouldBe(first);
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(tokenFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            await AnswersAsync(run, first);
            (await run.InterruptAsync(StopLimit)).ShouldBe(0);
            run.Output.ShouldNotContain("Exception");
        }

        home.Runs.FindAll().ShouldBeEmpty();
        HoldsSecret(home.Data, first).ShouldBeFalse(); // only its hash is stored

        await using (var run = await LocalRunProcess.StartAsync(home))
        {
            run.Output.ShouldNotContain(first);
            run.Lines[0].ShouldStartWith("SCIM base URL:  ");
            run.Lines[^1].ShouldBe("Ready");
            await AnswersAsync(run, first);
            (await run.InterruptAsync(StopLimit)).ShouldBe(0);
        }

        await using (var run = await LocalRunProcess.StartAsync(home, "--new-token"))
        {
            run.Token.ShouldNotBe(first);
            await AnswersAsync(run, run.Token);
            await AnswersAsync(run, first);
            (await run.InterruptAsync(StopLimit)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        using var home = new LocalRunHome();
        var (code, output, _) = await Programs.RunAsync(Programs.Local, ["--help"], home.Path);
        code.ShouldBe(0);
        foreach (var option in new[] { "--data", "--scim-port", "--admin-port", "--grpc-port", "--organization", "--token-file", "--new-token", "--help" })
        {
            output.ShouldContain(option);
        }
    }

    [Fact]
    public async Task AnUnknownOption_IsRefused()
    {
        using var home = new LocalRunHome();
        var (code, _, errors) = await Programs.RunAsync(Programs.Local, ["--prot", "1"], home.Path);
        code.ShouldNotBe(0);
        errors.ShouldContain("--prot");
    }

    [Fact]
    public async Task ASecondRunOnTheSameData_EndsWithASentence_AndTheFirstGoesOn()
    {
        using var home = new LocalRunHome();
        await using var run = await LocalRunProcess.StartAsync(home);
        await using var second = ChildProcess.Start(
            Programs.Dotnet, [Programs.Local, "--data", home.Data, "--scim-port", "0"], Programs.EnvironmentOf(home.Path));
        (await second.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        second.Errors.ShouldContain(home.Data);
        second.Errors.ShouldNotContain("   at "); // a stack trace is no sentence
        await AnswersAsync(run, run.Token);
    }

    [Fact]
    public async Task APortThatIsTaken_EndsWithASentence()
    {
        using var home = new LocalRunHome();
        await using var run = await LocalRunProcess.StartAsync(home);
        using var other = new LocalRunHome(home.FirstPort);
        await using var second = LocalRunProcess.Launch(other);
        (await second.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        second.Errors.ShouldContain("127.0.0.1:");
        second.Errors.ShouldContain("in use");
        second.Errors.ShouldNotContain("   at ");
        await AnswersAsync(run, run.Token);
    }

    private static async Task AnswersAsync(LocalRunProcess run, string token)
    {
        using var scim = run.Scim(token);
        (await scim.GetAsync("/Users?startIndex=1&count=2")).Status.ShouldBe(200);
    }

    private static bool HoldsSecret(string directory, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).ToList();
        files.ShouldNotBeEmpty();
        return files.Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0);
    }
}
