using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>What a token may do.</summary>
[JsonConverter(typeof(EnumWords<TokenScope>))]
internal enum TokenScope
{
    Read,
    Write,
}

/// <summary>A token, without its secret.</summary>
internal sealed record Token
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Label { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<TokenScope> Scopes { get; init; }

    /// <summary>The last four characters of the secret, to recognise it by.</summary>
    public required string Hint { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who issued it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it ends; absent: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked; absent: it wasn't.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was last used, to the minute; absent: never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>The token that it was issued in place of.</summary>
    public string? Replaces { get; init; }

    public static Token Of(OptiId.Tokens.V1.Token token) => new()
    {
        Id = token.Id,
        Label = token.Label,
        Scopes = [.. token.Scopes.Select(scope => scope == Scope.Write ? TokenScope.Write : TokenScope.Read)],
        Hint = token.Hint,
        Created = token.Created.ToDateTimeOffset(),
        CreatedBy = Words.Some(token.CreatedBy),
        Expires = Words.At(token.Expires),
        Revoked = Words.At(token.Revoked),
        LastUsed = Words.At(token.LastUsed),
        Replaces = Words.Some(token.Replaces),
    };
}

/// <summary>Tokens, the newest first.</summary>
/// <param name="Tokens">The tokens, without their secrets.</param>
internal sealed record TokenList(IReadOnlyList<Token> Tokens);

/// <summary>A token to be issued.</summary>
internal sealed record NewToken
{
    /// <summary>What it is for.</summary>
    /// <example>Okta</example>
    public required string Label { get; init; }

    /// <summary>What it may do; none: read and write.</summary>
    public IReadOnlyList<TokenScope> Scopes { get; set; } = [];

    /// <summary>When it ends; absent: never.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>How a token is to be replaced.</summary>
internal sealed record TokenReplacement
{
    /// <summary>When the new one ends; absent: never.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>A token that was issued just now.</summary>
/// <param name="Token">The token.</param>
/// <param name="Secret">What callers show. It is answered this once and stored nowhere.</param>
internal sealed record IssuedToken(Token Token, string Secret);

/// <summary>What the routes of the three kinds of tokens have in common.</summary>
internal static class TokenCalls
{
    public static async Task<TokenList> ListAsync(ApiCall api, TokenKind kind, string organization, bool revoked)
    {
        var request = new ListTokensRequest { OrganizationId = organization, IncludeRevoked = revoked, Kinds = { kind } };
        var answer = await api.AskAsync(() => api.Backends.Tokens.ListTokensAsync(request, cancellationToken: api.Aborted));
        return new([.. answer.Tokens.Select(Token.Of)]);
    }

    public static async Task<IssuedToken> IssueAsync(ApiCall api, TokenKind kind, string organization, NewToken body)
    {
        var answer = await api.ChangeAsync($"Issue a token ({kind})", cause => api.Backends.Tokens.IssueTokenAsync(new()
        {
            OrganizationId = organization,
            Kind = kind,
            Label = body.Label,
            Scopes = { body.Scopes.Select(scope => scope == TokenScope.Write ? Scope.Write : Scope.Read) },
            Expires = body.Expires is { } expires ? Timestamp.FromDateTimeOffset(expires) : null,
            Cause = cause,
        }));
        return new(Token.Of(answer.Token), answer.Secret);
    }

    public static async Task<IssuedToken> ReplaceAsync(ApiCall api, TokenKind kind, string organization, string id, TokenReplacement? body)
    {
        await DemandAsync(api, kind, organization, id);
        var answer = await api.ChangeAsync($"Replace a token ({kind})", cause => api.Backends.Tokens.ReplaceTokenAsync(new()
        {
            OrganizationId = organization,
            TokenId = id,
            Expires = body?.Expires is { } expires ? Timestamp.FromDateTimeOffset(expires) : null,
            Cause = cause,
        }));
        return new(Token.Of(answer.Token), answer.Secret);
    }

    public static async Task RevokeAsync(ApiCall api, TokenKind kind, string organization, string id)
    {
        await DemandAsync(api, kind, organization, id);
        await api.ChangeAsync($"Revoke a token ({kind})", cause => api.Backends.Tokens.RevokeTokenAsync(
            new() { OrganizationId = organization, TokenId = id, Cause = cause }));
    }

    /// <summary>A token must be of the kind that the address says: one kind's address doesn't reach another's.</summary>
    /// <exception cref="RefusedException">TOKEN_NOT_FOUND.</exception>
    public static async Task DemandAsync(ApiCall api, TokenKind kind, string organization, string id)
    {
        if (!(await ListAsync(api, kind, organization, revoked: true)).Tokens.Any(token => token.Id == id))
        {
            throw new RefusedException(Reason.TokenNotFound, "There is no such token.");
        }
    }
}
