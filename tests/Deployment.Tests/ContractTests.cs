using OptiId.Contracts;
using Shouldly;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>Every RPC that a service's code calls is in the contract with who serves it (tests/Contracts).</summary>
public sealed class ContractTests
{
    [Fact]
    public void EveryCall_IsInItsContract() => ServiceUse.All.SelectMany(use => use.Calls.Select(call => (use.AppId, Call: call)))
        .SelectMany(use => Missing(Contract.Read(use.AppId, use.Call.Callee), [use.Call]))
        .ShouldBeEmpty();

    [Fact]
    public void EveryPair_HasAContract_AndThereIsNoOther() =>
        Contract.Names.ShouldBe(ServiceUse.All.SelectMany(use => use.Callees.Select(callee => $"{use.AppId}-{callee}")), ignoreOrder: true);

    [Fact]
    public void ACallWithoutInteraction_Shows()
    {
        var contract = Contract.Read("scim-gateway", "tokens");
        var calls = ServiceUse.All.Single(use => use.AppId == "scim-gateway").Calls.Where(call => call.Callee == "tokens").ToList();
        var without = contract with { Interactions = [.. contract.Interactions.Where(one => one.Role != Role.Call)] };
        Missing(without, calls).ShouldHaveSingleItem().ShouldContain("AuthenticateToken");
    }

    private static IEnumerable<string> Missing(Contract contract, IEnumerable<Call> calls) => calls
        .Where(call => !contract.Interactions.Any(one => one.Role == Role.Call && one.Method == call.Path))
        .Select(call => $"{contract.Name}.json lacks {call.Path}");
}
