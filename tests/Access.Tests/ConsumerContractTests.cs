using System.Text.Json.Nodes;
using OptiId.Contracts;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>Access alone answers its consumer as the contract says; whose logs it follows is in the contract too.</summary>
public sealed class ConsumerContractTests
{
    [Theory]
    [InlineData("admin-center")]
    public async Task Access_AnswersAsItsConsumersNeed(string consumer) => await ReplayAsync(Contract.Read(consumer, "access"));

    [Fact]
    public async Task AFieldThatIsGone_IsNamed() => await ShowsAsync(
        "Explain", answer => answer["paths"]![0]!.AsObject().Remove("groupId"), ".answers[0].paths[0] groupId: on one side only");

    [Fact]
    public async Task AFieldOfAnotherKind_IsNamed() => await ShowsAsync(
        "PreviewGrants", answer => answer["members"] = 1, ".answers[0].members: recorded 1, now \"1\"");

    [Fact]
    public async Task AnotherRole_IsNamed() => await ShowsAsync(
        "ListUsersOfInstance", answer => answer["users"]![0]!["roles"]![0] = "viewer", ".answers[0].users[0].roles[0]: recorded \"viewer\", now \"editor\"");

    private static async Task ShowsAsync(string method, Action<JsonNode> change, string difference)
    {
        var broken = Contract.Read("admin-center", "access").WithAnswer(method, change);
        var message = (await Should.ThrowAsync<ContractException>(ReplayAsync(broken))).Message;
        message.ShouldStartWith("admin-center-access [");
        message.ShouldContain($"/optiid.access.v1.AccessService/{method} ");
        message.ShouldContain(difference);
    }

    private static Task ReplayAsync(Contract contract) =>
        Replay.AgainstAsync(contract, services => LoneService.StartAsync(Program.Build, services), "identity", "groups");
}
