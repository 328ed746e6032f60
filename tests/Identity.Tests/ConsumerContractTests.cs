using System.Text.Json.Nodes;
using OptiId.Contracts;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>Identity alone answers each of its consumers as their contracts say.</summary>
public sealed class ConsumerContractTests
{
    [Theory]
    [InlineData("groups")]
    [InlineData("access")]
    [InlineData("scim-gateway")]
    [InlineData("admin-center")]
    public async Task Identity_AnswersAsItsConsumersNeed(string consumer) => await ReplayAsync(Contract.Read(consumer, "identity"));

    [Fact]
    public async Task AnotherValue_Shows() => await ShowsAsync(
        ".answers[0].users[0].state: recorded \"USER_STATE_DELETED\", now \"USER_STATE_ACTIVE\"",
        one => one with { Answers = [Changed(one.Answers[0], users => users[0]!["state"] = "USER_STATE_DELETED")] });

    [Fact]
    public async Task AFieldMore_Shows() => await ShowsAsync(
        ".answers[0].users[0] name: on one side only", one => one with { Answers = [Changed(one.Answers[0], users => users[0]!["name"] = "Ann")] });

    [Fact]
    public async Task SomebodyLess_Shows() => await ShowsAsync(
        ".answers[0].users: 1 recorded, 2 now", one => one with { Answers = [Changed(one.Answers[0], users => users.RemoveAt(0))] });

    [Fact]
    public async Task AnotherId_Shows() => await ShowsAsync(
        ".answers[0].users[0].userId: recorded", one => one with { Answers = [Changed(one.Answers[0], users => users[0]!["userId"] = users[1]!["userId"]!.DeepClone())] });

    [Fact]
    public async Task AnotherStatus_Shows() =>
        await ShowsAsync(
            ".answers: 0 recorded, 1 now",
            one => one with { Answers = [], Refusal = new JsonObject { ["status"] = "NotFound", ["reason"] = "USER_NOT_FOUND", ["message"] = "", ["metadata"] = new JsonObject() } });

    [Fact]
    public async Task ARequestOfAnother_Shows() =>
        await ShowsAsync(".answers[0] users: on one side only", one => one with { Request = new JsonObject { ["organizationId"] = "" } });

    private static async Task ShowsAsync(string difference, Func<Interaction, Interaction> change)
    {
        var contract = Contract.Read("groups", "identity");
        var failure = await Should.ThrowAsync<ContractException>(ReplayAsync(contract.With(contract.IndexOf("LookUpUsers"), change)));
        failure.Message.ShouldStartWith("groups-identity [");
        failure.Message.ShouldContain("/optiid.identity.v1.UsersService/LookUpUsers ");
        failure.Message.ShouldContain(difference);
    }

    private static JsonNode Changed(JsonNode answer, Action<JsonArray> change)
    {
        var copy = answer.DeepClone();
        change(copy["users"]!.AsArray());
        return copy;
    }

    private static Task ReplayAsync(Contract contract) => Replay.AgainstAsync(contract, _ => LoneService.StartAsync(Program.Build));
}
