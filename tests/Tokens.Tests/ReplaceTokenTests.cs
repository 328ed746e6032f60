using Google.Protobuf.WellKnownTypes;
using OptiId.Errors.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class ReplaceTokenOnRedisTests(RedisTestStore store) : ReplaceTokenTests(store);

public sealed class ReplaceTokenOnEmbeddedTests(EmbeddedTestStore store) : ReplaceTokenTests(store);

public abstract class ReplaceTokenTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task P4_ATokenIsReplaced_WithNoFailedRequest()
    {
        var old = await IssueAsync("Okta", request => request.Scopes.Add(Scope.Read));
        var expires = Clock.GetUtcNow().AddDays(365).ToTimestamp();
        var replacement = await ReplaceAsync(old.Token.Id, expires);
        (replacement.Token.Label, replacement.Token.Replaces, replacement.Token.Expires).ShouldBe(("Okta", old.Token.Id, expires));
        replacement.Token.Scopes.ShouldBe([Scope.Read]);

        await AuthenticateAsync(old.Secret);
        await AuthenticateAsync(replacement.Secret);
        await RevokeAsync(old.Token.Id);
        (await AuthenticateAsync(replacement.Secret)).TokenId.ShouldBe(replacement.Token.Id);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(old.Secret));
    }

    [Fact]
    public async Task AnotherOrganizationsToken_IsNotFound()
    {
        var other = await IssueAsync(and: request => request.OrganizationId = Guid.NewGuid().ToString("N"));
        await RefusedAsync(Reason.TokenNotFound, () => ReplaceAsync(other.Token.Id));
    }
}
