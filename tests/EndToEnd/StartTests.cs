using System.Net;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>Each service by itself: with only its own settings, without them, and before what it needs.</summary>
[Collection("Many processes")] // one after the other: each has a whole system of its own
public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Services => [.. DaprHome.Services];

    [Theory]
    [InlineData("tokens", "Events:Dapr")]
    [InlineData("identity", "Events:Dapr")]
    [InlineData("groups", "Events:Dapr")]
    [InlineData("access", "Events:Dapr")]
    [InlineData("scim-gateway", "Services:")]
    [InlineData("admin-center", "Services:")]
    public async Task WithoutItsSettings_ItEndsWithOneLine_ThatSaysWhatToSet(string service, string setting)
    {
        using var directory = new TemporaryDirectory();
        var (code, _, errors) = await Programs.RunAsync(Programs.Service(service), [], directory.Path);
        code.ShouldBe(1);
        errors.Split('\n').Length.ShouldBe(1, errors);
        errors.ShouldContain(setting);
    }

    [Theory]
    [InlineData("--Endpoints:Grpc=http://0.0.0.0:0", "reachable from other machines")]
    [InlineData("--APP_API_TOKEN=short", "shorter than 32")]
    [InlineData("--DAPR_GRPC_ENDPOINT=nowhere", "no address")]
    [InlineData("--Services:identity=identity:5102", "no address")]
    [InlineData("--Store:TimeoutMilliseconds=1", "TimeoutMilliseconds")]
    public async Task ASettingThatCantBeUsed_EndsTheStartWithOneLine(string argument, string problem)
    {
        using var directory = new TemporaryDirectory();
        string[] all = ["--Events:Dapr=optiid-events", "--Services:identity=dapr:identity", argument];
        var (code, _, errors) = await Programs.RunAsync(Programs.Service("groups"), all, directory.Path);
        code.ShouldBe(1);
        errors.Split('\n').Length.ShouldBe(1, errors);
        errors.ShouldContain(problem);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task WithOnlyItsOwnSettings_ItStarts_ThoughNoOtherServiceIsThere(string service)
    {
        await using var home = await DaprHome.NewAsync();
        var replica = home.Replicas.Single(replica => replica.Service == service);
        await using var process = ChildProcess.Start(Programs.Dotnet, [Programs.Service(service)], home.EnvironmentOf(replica));

        await AnswersAsync(process, new(replica.Health, "/healthz"), HttpStatusCode.OK);
        var needsOthers = service == "scim-gateway"; // it could answer nobody anything
        await AnswersAsync(process, new(replica.Health, "/readyz"), needsOthers ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
    }

    [Fact]
    public async Task AServiceWhoseStoreIsntThereYet_SaysWhatItWaitsFor_AndStartsOnceItIs()
    {
        await using var home = await DaprHome.NewAsync();
        await home.Redis.DownAsync();
        var replica = home.Replicas.Single(replica => replica.Service == "tokens");
        await using var process = ChildProcess.Start(Programs.Dotnet, [Programs.Service("tokens")], home.EnvironmentOf(replica));

        await Eventually.HoldsAsync(() => Task.FromResult(process.Output.Contains($"Waiting for the store at {home.Redis.Connection}", StringComparison.Ordinal)));
        process.HasExited.ShouldBeFalse();
        await home.Redis.UpAsync();
        await AnswersAsync(process, new(replica.Health, "/readyz"), HttpStatusCode.OK);
    }

    private static async Task AnswersAsync(ChildProcess process, Uri address, HttpStatusCode expected)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Limit);
        HttpStatusCode? status = null;
        while (status != expected)
        {
            process.HasExited.ShouldBeFalse(process.Output);
            try
            {
                using var answer = await http.GetAsync(address, patience.Token);
                status = answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }
}
