using Google.Protobuf.WellKnownTypes;
using OptiId.Errors.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class IssueTokenOnRedisTests(RedisTestStore store) : IssueTokenTests(store);

public sealed class IssueTokenOnEmbeddedTests(EmbeddedTestStore store) : IssueTokenTests(store);

public abstract class IssueTokenTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task P4_ATokenBelongsToItsOrganization_AndSaysWhoIssuedIt()
    {
        var issued = await IssueAsync("Okta production");
        var token = issued.Token;
        token.OrganizationId.ShouldBe(OrganizationId);
        token.Label.ShouldBe("Okta production");
        token.Scopes.ShouldBe([Scope.Read, Scope.Write]);
        token.Created.ToDateTimeOffset().ShouldBe(Clock.GetUtcNow());
        token.CreatedBy.ShouldBe("support:grace");
        (token.Expires, token.Revoked, token.LastUsed).ShouldBe((null, null, null));
        issued.Secret.ShouldEndWith(token.Hint);
        (await AuthenticateAsync(issued.Secret)).ShouldBe(
            new AuthenticateTokenResponse
            {
                TokenId = token.Id,
                OrganizationId = OrganizationId,
                Scopes = { Scope.Read, Scope.Write },
                Kind = TokenKind.Scim,
                Label = "Okta production",
            });
    }

    [Fact]
    public async Task P4_TheSecretIsStoredOnlyAsItsHash()
    {
        var issued = await IssueAsync();
        var replaced = await ReplaceAsync(issued.Token.Id);
        await AuthenticateAsync(issued.Secret);
        await RevokeAsync(issued.Token.Id);

        var stored = await ReadWholeStoreAsync();
        TokenSecret.TryParse(issued.Secret, out var secret).ShouldBeTrue();
        stored.ShouldContain(text => text.Contains(Convert.ToHexStringLower(secret.Hash())), "the scan must see what is stored");
        foreach (var shown in new[] { issued.Secret, replaced.Secret })
        {
            var random = shown[14..^6]; // Not even the part that is secret.
            stored.ShouldNotContain(text => text.Contains(random));
        }
    }

    [Fact]
    public async Task P4_TwoTokensLiveSideBySide()
    {
        var (first, second) = (await IssueAsync("Okta"), await IssueAsync("Okta"));
        (await AuthenticateAsync(first.Secret)).TokenId.ShouldBe(first.Token.Id);
        (await AuthenticateAsync(second.Secret)).TokenId.ShouldBe(second.Token.Id);
        first.Token.Id.ShouldNotBe(second.Token.Id);
    }

    [Fact]
    public async Task P4_ScopesAreKept_EachOnce() =>
        (await IssueAsync(and: request => request.Scopes.Add([Scope.Read, Scope.Read]))).Token.Scopes.ShouldBe([Scope.Read]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0007b")]
    [InlineData("a\u202Eb")]
    public async Task ALabelThatSaysNothing_IsRefused(string label) => await RefusedAsync(Reason.InvalidValue, () => IssueAsync(label));

    [Fact]
    public async Task ALabel_HasAtMostAHundredCharacters()
    {
        (await IssueAsync(new string('x', 100))).Token.Label.Length.ShouldBe(100);
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(new string('x', 101)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task AnExpiryThatHasPassed_IsRefused(int seconds) => await RefusedAsync(
        Reason.InvalidValue, () => IssueAsync(and: request => request.Expires = Clock.GetUtcNow().AddSeconds(seconds).ToTimestamp()));

    [Fact]
    public async Task AnExpiryThatNoDateCanHold_IsRefused() =>
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.Expires = new Timestamp { Seconds = long.MaxValue }));

    [Fact]
    public async Task AnUnknownScope_IsRefused() => await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.Scopes.Add((Scope)9)));

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("{p001}")]
    public async Task AnOrganizationIdThatCantBeOne_IsRefused(string id) =>
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.OrganizationId = id));

    [Fact]
    public async Task OverTheLimit_NoTokenIsIssued_UntilOneEnds()
    {
        var first = await IssueAsync();
        await IssueAsync(and: request => request.Expires = Clock.GetUtcNow().AddHours(1).ToTimestamp());
        await IssueAsync();
        await RefusedAsync(Reason.LimitReached, () => IssueAsync());

        await RevokeAsync(first.Token.Id);
        await IssueAsync();
        await RefusedAsync(Reason.LimitReached, () => IssueAsync());

        Clock.Advance(TimeSpan.FromHours(1)); // An expired one doesn't count.
        await IssueAsync();
    }

    [Fact]
    public async Task OverTheLimit_AtTheSameMoment_NoMoreTokensAreIssued()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await IssueAsync();
                return true;
            }
            catch (Grpc.Core.RpcException e)
            {
                OptiId.ServiceDefaults.Refusals.ReasonOf(e).ShouldBe(Reason.LimitReached);
                return false;
            }
        }));
        tries.Count(issued => issued).ShouldBe(3);
        (await ListAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task OfEndedTokens_TheOldestAreForgotten()
    {
        var issued = new List<IssueTokenResponse>();
        for (var i = 0; i < 4; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            issued.Add(await IssueAsync());
            await RevokeAsync(issued[^1].Token.Id);
        }

        Clock.Advance(TimeSpan.FromSeconds(1));
        var last = await IssueAsync();
        (await ListAsync(includeRevoked: true)).Select(token => token.Id).ShouldBe([last.Token.Id, issued[3].Token.Id, issued[2].Token.Id]);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued[0].Secret));
    }

    // Keys and values of every kind, as text.
    private async Task<List<string>> ReadWholeStoreAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Store.Connection},allowAdmin=true");
        var database = connection.GetDatabase();
        var texts = new List<string>();
        await foreach (var key in connection.GetServers().Single().KeysAsync(pattern: "*"))
        {
            texts.Add(key.ToString());
            texts.AddRange(await database.KeyTypeAsync(key) switch
            {
                RedisType.String => [(string?)await database.StringGetAsync(key) ?? ""],
                RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name.ToString(), ToText(entry.Value) }),
                var type => throw new NotSupportedException($"The scan doesn't know {type}."),
            });
        }

        return texts;
    }

    private static string ToText(RedisValue value) => System.Text.Encoding.Latin1.GetString((byte[])value!);
}
