using OptiId.Contracts;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>Groups alone answers each of its consumers as their contracts say; what it asks identity itself is in the contracts too.</summary>
public sealed class ConsumerContractTests
{
    [Theory]
    [InlineData("access")]
    [InlineData("scim-gateway")]
    [InlineData("admin-center")]
    public async Task Groups_AnswersAsItsConsumersNeed(string consumer) => await ReplayAsync(Contract.Read(consumer, "groups"));

    [Fact]
    public async Task AnotherSnapshot_Shows()
    {
        var contract = Contract.Read("access", "groups");
        var broken = contract.With(contract.IndexOf("ReadSnapshot"), one => one with { Answers = [.. one.Answers.Take(1)] });
        (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message.ShouldContain("ReadSnapshot");
    }

    [Fact]
    public async Task WhatGroupsAsksBeyondTheContract_Shows()
    {
        var contract = Contract.Read("access", "groups");
        var broken = contract.Without(contract.IndexOf("LookUpUsers", Role.Behind));
        (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message.ShouldContain("LookUpUsers");
    }

    [Fact]
    public async Task AFieldThatIsGone_IsNamed()
    {
        var broken = Contract.Read("admin-center", "groups").WithAnswer(
            "GetGroup", answer => answer["group"]!.AsObject().Remove("displayName")); // as if groups had begun to answer it
        var message = (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message;
        message.ShouldStartWith("admin-center-groups [");
        message.ShouldContain("/optiid.groups.v1.GroupsService/GetGroup ");
        message.ShouldContain("answers[0].group displayName: on one side only");
    }

    private static Task ReplayAsync(Contract contract) =>
        Replay.AgainstAsync(contract, services => LoneService.StartAsync(Program.Build, services), "identity");
}
