using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class AuthenticateTokenOnRedisTests(RedisTestStore store) : AuthenticateTokenTests(store);

public sealed class AuthenticateTokenOnEmbeddedTests(EmbeddedTestStore store) : AuthenticateTokenTests(store);

public abstract class AuthenticateTokenTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task P4_MalformedUnknownExpiredAndRevoked_AreRefusedAlike()
    {
        var expired = await IssueAsync(and: request => request.Expires = Clock.GetUtcNow().AddMinutes(1).ToTimestamp());
        var revoked = await IssueAsync();
        await RevokeAsync(revoked.Token.Id);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var answers = new List<string>();
        foreach (var secret in new[] { "", "malformed", TokenSecret.Generate(3, TokenKind.Scim).Reveal(), expired.Secret, revoked.Secret })
        {
            var refused = await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(secret));
            refused.StatusCode.ShouldBe(StatusCode.Unauthenticated);
            answers.Add(refused.Status.Detail);
        }

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task P4_AnExpiry_EndsAToken()
    {
        var expires = Clock.GetUtcNow().AddHours(1).ToTimestamp();
        var issued = await IssueAsync(and: request => request.Expires = expires);
        Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        (await AuthenticateAsync(issued.Secret)).Expires.ShouldBe(expires);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued.Secret));
    }

    [Fact]
    public async Task P4_TheLastUse_IsNotedToTheMinute()
    {
        var (used, unused) = (await IssueAsync(), await IssueAsync());
        await AuthenticateAsync(used.Secret);
        await EventuallyAsync(async () => await LastUsedAsync(used.Token.Id) == new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

        Clock.Advance(TimeSpan.FromMinutes(3));
        await AuthenticateAsync(used.Secret);
        await EventuallyAsync(async () => await LastUsedAsync(used.Token.Id) == new DateTimeOffset(2026, 11, 23, 12, 3, 0, TimeSpan.Zero));
        (await LastUsedAsync(unused.Token.Id)).ShouldBeNull();
    }

    private async Task<DateTimeOffset?> LastUsedAsync(string tokenId) =>
        (await ListAsync()).Single(token => token.Id == tokenId).LastUsed?.ToDateTimeOffset();
}
