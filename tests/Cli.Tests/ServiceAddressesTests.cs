using OptiId.LocalRunFile;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class ServiceAddressesTests
{
    private static readonly Uri Said = new("http://said:1");

    [Fact]
    public void AnOption_GoesBeforeTheEnvironment_AndThatBeforeTheLocalRun()
    {
        Find(named: Said, environment: "http://environment:2", runs: [LocalRunsTests.NewRun(8080)]).Address.ShouldBe(Said);
        Find(environment: "http://environment:2", runs: [LocalRunsTests.NewRun(8080)]).Address.ShouldBe(new("http://environment:2"));
        Find(runs: [LocalRunsTests.NewRun(8080)]).Address.ShouldBe(new("http://127.0.0.1:9001"));
    }

    [Fact]
    public void ALocalRunsSecret_IsShownToTheLocalRunOnly()
    {
        Find(runs: [LocalRunsTests.NewRun(8080)]).CallerSecret.ShouldBe("run's secret");
        Find(named: Said, runs: [LocalRunsTests.NewRun(8080)]).CallerSecret.ShouldBe("said secret");
        Find(environment: "http://environment:2", runs: [LocalRunsTests.NewRun(8080)]).CallerSecret.ShouldBe("said secret");
    }

    [Theory]
    [InlineData("tokens", 9001)]
    [InlineData("identity", 9002)]
    [InlineData("groups", 9003)]
    [InlineData("access", 9004)]
    [InlineData("gateway", 9005)]
    public void ALocalRun_TellsWhereEachServiceIs(string service, int port) =>
        new ServiceAddresses(_ => null, _ => null, () => null, () => [LocalRunsTests.NewRun(8080)], port: null).Find(service).Address.Port.ShouldBe(port);

    [Fact]
    public void OfSeveralRuns_OneMustBeSaid()
    {
        LocalRun[] runs = [LocalRunsTests.NewRun(8080), LocalRunsTests.NewRun(9090)];
        Refused(() => Find(runs: runs)).ShouldContain("--run 8080, --run 9090");
        Refused(() => Find(runs: runs, port: 1)).ShouldContain("there are 8080, 9090");
        Find(runs: runs, port: 9090).Address.ShouldBe(new("http://127.0.0.1:9001"));
    }

    [Fact]
    public void WithoutARun_TheMessageSaysWhatToDo() => Refused(() => Find()).ShouldContain("--tokens URL or OPTIID_TOKENS");

    [Fact]
    public void AnEnvironmentVariableThatIsNoAddress_IsRefused() => Refused(() => Find(environment: "here")).ShouldContain("OPTIID_TOKENS needs an address");

    private static string Refused(Func<object> find) => Should.Throw<CommandFailedException>(find).Message;

    private static ServiceAddress Find(Uri? named = null, string? environment = null, LocalRun[]? runs = null, int? port = null) => new ServiceAddresses(
        _ => named, name => name == "OPTIID_TOKENS" ? environment : null, () => "said secret", () => runs ?? [], port).Find("tokens");
}
