using OptiId.Errors.V1;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

/// <summary>What an alert sees of the tokens that are shown. Alone, because the whole process counts together.</summary>
[Collection(Alone)]
public sealed class TokenMetricsTests(EmbeddedTestStore store) : RpcTests(store)
{
    private const string Alone = "Alone";

    [Fact]
    public async Task ATokenThatIsShown_IsCountedByItsOutcome_AndAProbeThatShowsNone_IsNot()
    {
        using var all = new Measured("optiid.tokens.authentications");
        using var malformed = new Measured("optiid.tokens.authentications", ("outcome", "malformed"));

        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync("")); // as the gateway's readiness probe
        all.Sum.ShouldBe(0);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync("x"));
        (all.Sum, malformed.Sum).ShouldBe((1, 1));
        await AuthenticateAsync((await IssueAsync()).Secret);
        (all.Sum, malformed.Sum).ShouldBe((2, 1));
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class InNobodysCompany;
}
