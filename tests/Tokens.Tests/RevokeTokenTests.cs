using OptiId.Errors.V1;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class RevokeTokenOnRedisTests(RedisTestStore store) : RevokeTokenTests(store);

public sealed class RevokeTokenOnEmbeddedTests(EmbeddedTestStore store) : RevokeTokenTests(store);

public abstract class RevokeTokenTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task P4_RevokingTakesEffectAtOnce()
    {
        var issued = await IssueAsync();
        await AuthenticateAsync(issued.Secret);
        (await RevokeAsync(issued.Token.Id)).Revoked.ToDateTimeOffset().ShouldBe(Clock.GetUtcNow());
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued.Secret));
    }

    [Fact]
    public async Task RevokingARevokedToken_ChangesNothing()
    {
        var issued = await IssueAsync();
        var first = await RevokeAsync(issued.Token.Id);
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await RevokeAsync(issued.Token.Id)).ShouldBe(first);
    }

    [Fact]
    public async Task AnUnknownToken_IsNotFound() => await RefusedAsync(Reason.TokenNotFound, () => RevokeAsync("unknown"));

    [Fact]
    public async Task AnotherOrganizationsToken_IsNotFound_AndLivesOn()
    {
        var other = await IssueAsync(and: request => request.OrganizationId = Guid.NewGuid().ToString("N"));
        await RefusedAsync(Reason.TokenNotFound, () => RevokeAsync(other.Token.Id));
        await AuthenticateAsync(other.Secret);
    }
}
