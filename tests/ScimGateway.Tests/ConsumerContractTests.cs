using System.Text.Json.Nodes;
using OptiId.Contracts;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The gateway alone tells of its log what its consumer needs; the SCIM requests that the log is of, and what they ask of the services, are in the contract.</summary>
public sealed class ConsumerContractTests
{
    [Theory]
    [InlineData("admin-center")]
    public async Task TheGateway_AnswersAsItsConsumersNeed(string consumer) => await ReplayAsync(Contract.Read(consumer, "scim-gateway"));

    [Fact]
    public async Task ARequestMoreInTheStream_Shows() => await ShowsAsync(
        "FollowRequests", answer => answer["requests"]!.AsArray().RemoveAt(1), ".answers[0].requests: 1 recorded, 2 now");

    [Fact]
    public async Task AFieldThatIsGone_IsNamed() => await ShowsAsync(
        "GetRequest", answer => answer["request"]!.AsObject().Remove("summary"), ".answers[0].request summary: on one side only");

    [Fact]
    public async Task ASyncOfAnother_IsNamed() => await ShowsAsync(
        "LookUpLastSyncs", answer => answer["syncs"] = new JsonArray(), ".answers[0] syncs: on one side only");

    [Fact]
    public async Task AnotherAnswerToAScimClient_Shows()
    {
        var contract = Contract.Read("admin-center", "scim-gateway");
        var given = contract.Interactions.Index().First(one => one.Item.Method == "PUT").Index;
        var broken = contract.With(given, one => one with { Answers = [new JsonObject { ["status"] = 204, ["body"] = "" }] });
        (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message.ShouldContain("PUT");
    }

    private static async Task ShowsAsync(string method, Action<JsonNode> change, string difference)
    {
        var broken = Contract.Read("admin-center", "scim-gateway").WithAnswer(method, change);
        var message = (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message;
        message.ShouldStartWith("admin-center-scim-gateway [");
        message.ShouldContain($"/optiid.gateway.v1.ProvisioningLogService/{method} ");
        message.ShouldContain(difference);
    }

    private static Task ReplayAsync(Contract contract) => Replay.AgainstAsync(
        contract,
        services => LoneService.StartAsync(
            Program.Build,
            services,
            new() { ["Gateway:Url"] = "http://127.0.0.1:0", ["Gateway:PublicBaseUrl"] = RunningServices.PublicBaseUrl, ["Gateway:CallerCacheMilliseconds"] = "0" }),
        "tokens",
        "identity",
        "groups");
}
