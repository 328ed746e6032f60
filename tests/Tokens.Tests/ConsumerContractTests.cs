using System.Text.Json.Nodes;
using OptiId.Contracts;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

/// <summary>Tokens alone answers each of its consumers as their contracts say.</summary>
public sealed class ConsumerContractTests
{
    [Theory]
    [InlineData("scim-gateway")]
    [InlineData("admin-center")]
    public async Task Tokens_AnswersAsItsConsumersNeed(string consumer) => await ReplayAsync(Contract.Read(consumer, "tokens"));

    [Fact]
    public async Task AnotherStatus_Shows()
    {
        var contract = Contract.Read("scim-gateway", "tokens");
        var refused = contract.Interactions.Index().First(one => one.Item is { Role: Role.Call, Refusal: not null }).Index;
        var broken = contract.With(refused, one =>
        {
            var refusal = one.Refusal!.DeepClone();
            refusal["status"] = "PermissionDenied";
            return one with { Refusal = refusal };
        });
        (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message.ShouldContain("refusal.status");
    }

    [Fact]
    public async Task AnotherOrganization_Shows()
    {
        var contract = Contract.Read("scim-gateway", "tokens");
        var known = contract.Interactions.Index().First(one => one.Item is { Role: Role.Call, Refusal: null }).Index;
        var broken = contract.With(known, one => one with { Answers = [new JsonObject { ["organizationId"] = "another" }] });
        await Should.ThrowAsync<ContractException>(ReplayAsync(broken));
    }

    private static Task ReplayAsync(Contract contract) => Replay.AgainstAsync(contract, _ => LoneService.StartAsync(Program.Build));
}
