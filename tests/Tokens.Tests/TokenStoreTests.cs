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
        var other = TokenSecret.Generate(Partition.Of(OrganizationId));
        var index = session.Keys.Of(other.Partition, "hash");
        await session.Reads.HashSetAsync(index, Convert.ToHexStringLower(other.Hash()), $"{OrganizationId}/t");
        (await tokens.FindAsync(other)).ShouldBeNull();
        (await tokens.FindAsync(secret)).ShouldNotBeNull().Token.Id.ShouldBe("t");
    }

    private async Task<TokenSecret> AddAsync(string id)
    {
        var secret = TokenSecret.Generate(Partition.Of(OrganizationId));
        var token = new Token { Id = id, OrganizationId = OrganizationId, Created = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) };
        await tokens.ChangeAsync(
            OrganizationId,
            all => all.Add(new(token, secret.Hash()), new(), DateTimeOffset.UnixEpoch),
            TestContext.Current.CancellationToken);
        return secret;
    }
}
