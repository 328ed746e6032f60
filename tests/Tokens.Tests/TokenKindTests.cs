using OptiId.Errors.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class TokenKindOnRedisTests(RedisTestStore store) : TokenKindTests(store);

public sealed class TokenKindOnEmbeddedTests(EmbeddedTestStore store) : TokenKindTests(store);

/// <summary>Three kinds of tokens, one never accepted in another's place.</summary>
public abstract class TokenKindTests(TestStore store) : RpcTests(store)
{
    public static TheoryData<TokenKind> Kinds => [TokenKind.Scim, TokenKind.Api, TokenKind.Support];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ATokenOfEachKind_IsAcceptedWhereItsKindIsAskedFor(TokenKind kind)
    {
        var issued = await IssueKindAsync(kind, "Automation");
        issued.Token.Kind.ShouldBe(kind);
        issued.Secret.ShouldStartWith($"optiid_{kind.ToString().ToLowerInvariant()}_");
        var answer = await AuthenticateAsync(issued.Secret, kind);
        (answer.Kind, answer.Label, answer.OrganizationId, answer.TokenId).ShouldBe((kind, "Automation", issued.Token.OrganizationId, issued.Token.Id));
        (await AuthenticateAsync(issued.Secret, TokenKind.Scim, TokenKind.Api, TokenKind.Support)).Kind.ShouldBe(kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WhereNoKindIsAskedFor_OnlyScimIsAccepted(TokenKind kind)
    {
        var issued = await IssueKindAsync(kind);
        if (kind == TokenKind.Scim)
        {
            (await AuthenticateAsync(issued.Secret)).Kind.ShouldBe(TokenKind.Scim);
        }
        else
        {
            await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued.Secret));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AnotherKind_IsRefusedExactlyLikeAnUnknownToken(TokenKind kind)
    {
        var issued = await IssueKindAsync(kind);
        TokenKind[] others = [.. TokenKinds.All.Where(other => other != kind)];
        var refused = await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued.Secret, others));
        var unknown = await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(TokenSecret.Generate(3, others[0]).Reveal(), others));
        refused.Status.ShouldBe(unknown.Status);
        refused.Trailers.ToString().ShouldBe(unknown.Trailers.ToString());
    }

    [Fact]
    public async Task AnEditedPrefix_IsRefused()
    {
        var issued = await IssueKindAsync(TokenKind.Scim);
        var edited = issued.Secret.Replace("optiid_scim_", "optiid_api_", StringComparison.Ordinal);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(edited, TokenKind.Scim, TokenKind.Api, TokenKind.Support));
    }

    [Fact]
    public async Task SupportsTokens_BelongToNoOrganization_AndAreListedWithoutOne()
    {
        var support = await IssueKindAsync(TokenKind.Support);
        var api = await IssueKindAsync(TokenKind.Api);
        support.Token.OrganizationId.ShouldBeEmpty();
        (await ListKindsAsync("")).ShouldContain(support.Token);
        (await ListKindsAsync("")).ShouldAllBe(token => token.Kind == TokenKind.Support);
        (await ListKindsAsync(OrganizationId)).ShouldBe([api.Token]);
    }

    [Fact]
    public async Task AListOfSomeKinds_HoldsThoseOnly()
    {
        var scim = await IssueKindAsync(TokenKind.Scim);
        var api = await IssueKindAsync(TokenKind.Api);
        (await ListKindsAsync(OrganizationId, TokenKind.Api)).ShouldBe([api.Token]);
        (await ListKindsAsync(OrganizationId, TokenKind.Scim)).ShouldBe([scim.Token]);
        (await ListKindsAsync(OrganizationId, TokenKind.Support)).ShouldBeEmpty();
        (await ListKindsAsync(OrganizationId)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ASupportTokenOfAnOrganization_AndAnotherWithoutOne_AreRefused()
    {
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.Kind = TokenKind.Support));
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => (request.Kind, request.OrganizationId) = (TokenKind.Api, "")));
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.OrganizationId = ""));
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(and: request => request.Kind = (TokenKind)9));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AReplacement_IsOfTheSameKind_AndEachCanBeRevoked(TokenKind kind)
    {
        var old = await IssueKindAsync(kind);
        var owner = old.Token.OrganizationId;
        var replacement = await ReplaceAsync(old.Token.Id, owner: owner);
        replacement.Token.Kind.ShouldBe(kind);
        await AuthenticateAsync(replacement.Secret, kind);
        var revoked = await RevokeAsync(old.Token.Id, owner);
        revoked.Kind.ShouldBe(kind);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(old.Secret, kind));
        await AuthenticateAsync(replacement.Secret, kind);
    }

    [Fact]
    public async Task TheLimitOfLiveTokens_CountsEachKindAlone()
    {
        for (var number = 0; number < 3; number++)
        {
            await IssueKindAsync(TokenKind.Scim);
        }

        await RefusedAsync(Reason.LimitReached, () => IssueKindAsync(TokenKind.Scim));
        await IssueKindAsync(TokenKind.Api);
    }

    [Fact]
    public async Task EndedTokensOfOneKind_DontPushOutAnothers()
    {
        var scim = await IssueKindAsync(TokenKind.Scim);
        await RevokeAsync(scim.Token.Id);
        for (var number = 0; number < 5; number++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await RevokeAsync((await IssueKindAsync(TokenKind.Api)).Token.Id);
        }

        (await ListAsync(includeRevoked: true)).Select(token => token.Id).ShouldContain(scim.Token.Id);
    }

    private async Task<IssueTokenResponse> IssueKindAsync(TokenKind kind, string label = "Okta")
    {
        if (kind == TokenKind.Support)
        {
            await RevokeSupportsAsync();
        }

        return await IssueAsync(label, request => (request.Kind, request.OrganizationId) = (kind, kind == TokenKind.Support ? "" : OrganizationId));
    }

    private async Task<AuthenticateTokenResponse> AuthenticateAsync(string secret, params TokenKind[] kinds) =>
        await Client.AuthenticateTokenAsync(new() { Secret = secret, Kinds = { kinds } });

    private async Task<IReadOnlyList<Token>> ListKindsAsync(string organizationId, params TokenKind[] kinds) =>
        (await Client.ListTokensAsync(new() { OrganizationId = organizationId, Kinds = { kinds } })).Tokens;
}
