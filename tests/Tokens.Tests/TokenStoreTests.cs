using Google.Protobuf.WellKnownTypes;
using OptiId.Store;
using OptiId.Testing;
using OptiId.Tokens.Storage;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class TokenStoreOnRedisTests(RedisTestStore store) : TokenStoreTests(store);

public sealed class TokenStoreOnEmbeddedTests(EmbeddedTestStore store) : TokenStoreTests(store);

/// <summary>The promises of <see cref="TokenStore"/> that no RPC shows.</summary>
public abstract class TokenStoreTests
{
    private const string OrganizationId = "organization";
    private readonly StoreSession session;
    private readonly TokenStore tokens;

    protected TokenStoreTests(TestStore store)
    {
        store.SkipIfMissing();
        session = store.OpenSession();
        tokens = new(session);
    }

    [Fact]
    public async Task ALastUse_IsNeverSetBack()
    {
        await AddAsync("t");
        await tokens.WriteLastUsedAsync(OrganizationId, "t", minute: 20);
        await tokens.WriteLastUsedAsync(OrganizationId, "t", minute: 19);
        (await tokens.ReadAsync(OrganizationId)).Get("t").Token.LastUsed.Seconds.ShouldBe(20 * 60);
    }

    [Fact]
    public async Task OfAForgottenToken_NoUseIsNoted()
    {
        await AddAsync("t");
        await tokens.WriteLastUsedAsync(OrganizationId, "gone", minute: 20);
        var used = session.Keys.Of(Partition.Of(OrganizationId), "used", OrganizationId);
        (await session.Reads.KeyExistsAsync(used)).ShouldBeFalse();
    }

    [Fact]
    public async Task TheRecordDecides_NotTheIndexThatLedToIt()
    {
        var secret = await AddAsync("t");
        var other = TokenSecret.Generate(Partition.Of(OrganizationId), TokenKind.Scim);
        var index = session.Keys.Of(other.Partition, "hash");
        await session.Reads.HashSetAsync(index, Convert.ToHexStringLower(other.Hash()), $"{OrganizationId}/t");
        (await tokens.FindAsync(other)).ShouldBeNull();
        (await tokens.FindAsync(secret)).ShouldNotBeNull().Token.Id.ShouldBe("t");
    }

    [Fact]
    public async Task ATokenThatWasStoredBeforeThereWereKinds_IsScims()
    {
        var secret = await AddAsync("t"); // as it was written then: without a kind
        var stored = (byte[])(await session.Reads.HashGetAsync(session.Keys.Of(Partition.Of(OrganizationId), "t", OrganizationId), "t"))!;
        Token.Parser.ParseFrom(stored.AsSpan(32)).Kind.ShouldBe(TokenKind.Unspecified);
        (await tokens.FindAsync(secret)).ShouldNotBeNull().Token.Kind.ShouldBe(TokenKind.Scim);
        (await tokens.ReadAsync(OrganizationId)).Get("t").Token.Kind.ShouldBe(TokenKind.Scim);
    }

    [Fact]
    public async Task ALastUse_WritesNoLogEntry()
    {
        await AddAsync("t");
        var log = new ChangeLog(session);
        var before = (await log.ReadHeadAsync(Partition.Of(OrganizationId))).Sequence;
        await tokens.WriteLastUsedAsync(OrganizationId, "t", minute: 20);
        (await log.ReadHeadAsync(Partition.Of(OrganizationId))).Sequence.ShouldBe(before);
        before.ShouldBe(1ul);
    }

    private async Task<TokenSecret> AddAsync(string id)
    {
        var secret = TokenSecret.Generate(Partition.Of(OrganizationId), TokenKind.Scim);
        var token = new Token { Id = id, OrganizationId = OrganizationId, Created = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) };
        await tokens.ChangeAsync(
            OrganizationId,
            cause: null,
            all => all.Add(new(token, secret.Hash()), new(), DateTimeOffset.UnixEpoch),
            TestContext.Current.CancellationToken);
        return secret;
    }
}
