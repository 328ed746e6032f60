using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class ListTokensOnRedisTests(RedisTestStore store) : ListTokensTests(store);

public sealed class ListTokensOnEmbeddedTests(EmbeddedTestStore store) : ListTokensTests(store);

public abstract class ListTokensTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task Tokens_AreListedNewestFirst_RevokedOnesOnlyOnDemand()
    {
        var first = await IssueAsync("first");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await IssueAsync("second");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var third = await IssueAsync("third");
        var revoked = await RevokeAsync(second.Token.Id);

        (await ListAsync()).ShouldBe([third.Token, first.Token]);
        (await ListAsync(includeRevoked: true)).ShouldBe([third.Token, revoked, first.Token]);
    }

    [Fact]
    public async Task AnotherOrganizationsTokens_AreNotListed()
    {
        await IssueAsync(and: request => request.OrganizationId = Guid.NewGuid().ToString("N"));
        (await ListAsync(includeRevoked: true)).ShouldBeEmpty();
    }
}
