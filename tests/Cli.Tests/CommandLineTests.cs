using System.CommandLine;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class CommandLineTests
{
    public static TheoryData<string> Examples => [.. CommandsIn(Program.Build()).Select(command => command.Example)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void EachCommandsExample_IsUnderstood(string example)
    {
        // Single quotes are the shell's; the parser of lines knows double ones only.
        var line = example["optiid ".Length..].Replace("'userName sw \"ada\"'", "filter", StringComparison.Ordinal);
        var parse = Program.Build().Parse(line);
        parse.Errors.ShouldBeEmpty();
        ((OperatorCommand)parse.CommandResult.Command).Example.ShouldBe(example);
    }

    [Fact]
    public async Task Help_ShowsTheExample()
    {
        var (code, output, _) = await RunAsync("tokens", "issue", "--help");
        code.ShouldBe(ExitCode.Done);
        output.ShouldContain("Example:\n  optiid tokens issue --label Okta");
    }

    [Theory]
    [InlineData("acces", "acces")]
    [InlineData("tokens", "Required command")]
    [InlineData("tokens issue", "--label")]
    [InlineData("tokens issue --label a --scope admin", "admin")]
    [InlineData("tokens issue --label a --expires soon", "--expires reads")]
    [InlineData("organizations mode both", "both")]
    [InlineData("grants list", "Say one of --group and --instance.")]
    [InlineData("grants list --group a --instance b", "Say one of --group and --instance.")]
    [InlineData("users list --limit 0", "--limit")]
    [InlineData("groups search edit --source okta", "okta")]
    [InlineData("instances update", "instance")]
    [InlineData("grants preview Editors site", "role")]
    [InlineData("access check a", "instance")]
    [InlineData("access check a b --at-least 7", "7 isn't a position")]
    [InlineData("audit verify --known 7", "--known reads NUMBER:HASH")]
    [InlineData("sign-in --support Grace --administrator ada@example.com", "Say one of --support and --administrator.")]
    [InlineData("audit list --admin here", "--admin needs an address")]
    [InlineData("organizations list --identity here", "--identity needs an address")]
    [InlineData("log", "Required command")]
    [InlineData("log show", "request-id")]
    [InlineData("log follow --after yesterday", "yesterday")]
    [InlineData("log list --gateway here", "--gateway needs an address")]
    public async Task WhatIsntUnderstood_EndsWithTwo_AndSaysWhat(string line, string says)
    {
        var (code, output, error) = await RunAsync(line.Split(' '));
        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain(says, Case.Insensitive);
        error.ShouldContain("--help");
    }

    [Fact]
    public async Task AServiceThatDoesNotAnswer_EndsWithOne()
    {
        var (code, output, error) = await RunAsync("organizations", "list", "--identity", "http://127.0.0.1:1", "--json");
        (code, output).ShouldBe((ExitCode.Failed, ""));
        error.ShouldContain("The identity service doesn't answer");
        error.ShouldStartWith("{\"error\":");
    }

    [Theory]
    [InlineData("30d", "2026-12-23T12:00:00Z")]
    [InlineData("12h", "2026-11-24T00:00:00Z")]
    [InlineData("2027-01-31", "2027-01-31T00:00:00Z")]
    [InlineData("2027-01-31T12:00+02:00", "2027-01-31T10:00:00Z")]
    public void AnExpiry_IsASpanOrATime(string text, string expected)
    {
        TokenCommands.TryParseExpiry(text, new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), out var expires).ShouldBeTrue();
        expires.ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("99999999999d")]
    [InlineData("40000d")]
    public void WhatIsNoTime_IsNoExpiry(string text) => TokenCommands.TryParseExpiry(text, DateTimeOffset.UnixEpoch, out _).ShouldBeFalse();

    [Fact]
    public void AKnownEntry_IsReadAsItIsWritten()
    {
        AuditCommands.TryParseKnown($"42:{new string('A', 62)}0f", out var known).ShouldBeTrue();
        known.Number.ShouldBe(42UL);
        Convert.ToHexString(known.Hash.Span).ShouldBe($"{new string('A', 62)}0F");
    }

    [Theory]
    [InlineData("42")]
    [InlineData("42:abcd")]
    [InlineData("0:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("-1:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:0000000000000000000000000000000000000000000000000000000000000000:")]
    public void WhatIsNoEntry_IsNotKnown(string text) => AuditCommands.TryParseKnown(text, out _).ShouldBeFalse();

    [Fact]
    public async Task AnAdminCenterThatDoesNotAnswer_EndsWithOne()
    {
        var (code, output, error) = await RunAsync("audit", "list", "--support", "--admin", "http://127.0.0.1:1");
        (code, output).ShouldBe((ExitCode.Failed, ""));
        error.ShouldContain("The admin service doesn't answer");
    }

    [Fact]
    public void APosition_IsReadAsItIsWritten()
    {
        PositionText.TryParse("groups/17/e1/42", out var position).ShouldBeTrue();
        PositionText.Format(position).ShouldBe("groups/17/e1/42");
    }

    private static IEnumerable<OperatorCommand> CommandsIn(Command command) =>
        command.Subcommands.SelectMany(CommandsIn).Concat(command is OperatorCommand operatorCommand ? [operatorCommand] : []);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (await Program.RunAsync(args, output, error), output.ToString(), error.ToString());
    }
}
