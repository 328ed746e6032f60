using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>A token and the SHA-256 of its secret.</summary>
internal sealed record StoredToken(Token Token, byte[] Hash)
{
    public bool IsExpired(DateTimeOffset now) => Token.Expires is { } expires && expires.ToDateTimeOffset() <= now;

    public bool IsLive(DateTimeOffset now) => Token.Revoked is null && !IsExpired(now);
}

/// <summary>What a rule decided.</summary>
/// <param name="Token">The answer.</param>
/// <param name="Written">The token to store; null where all is as it should be.</param>
/// <param name="Forgotten">Ended tokens to forget.</param>
internal sealed record TokenChange(Token Token, StoredToken? Written, IReadOnlyList<StoredToken> Forgotten)
{
    public static TokenChange None(Token token) => new(token, null, []);
}

/// <summary>The tokens of one organization, or those of Support, and the rules on them: pure, for they may run twice.</summary>
internal sealed record OrganizationTokens(IReadOnlyList<StoredToken> Tokens)
{
    /// <summary>Newest first.</summary>
    public IEnumerable<Token> List(bool includeRevoked) => Tokens.Select(stored => stored.Token)
        .Where(token => includeRevoked || token.Revoked is null)
        .OrderByDescending(token => token.Created.ToDateTimeOffset()).ThenByDescending(token => token.Id, StringComparer.Ordinal);

    public StoredToken Get(string tokenId) => Tokens.FirstOrDefault(stored => stored.Token.Id == tokenId)
        ?? throw new RefusedException(Reason.TokenNotFound, "There is no such token in this organization.");

    /// <summary>Adds a token, and forgets the oldest of those that have ended where there are too many.</summary>
    public TokenChange Add(StoredToken added, TokensOptions limits, DateTimeOffset now)
    {
        if (Tokens.Any(stored => stored.Token.Id == added.Token.Id))
        {
            return TokenChange.None(added.Token); // The first try was stored, though the store's answer was lost.
        }

        // By kind, so that those of one never stand in the way of another's.
        var alike = Tokens.Where(stored => stored.Token.Kind == added.Token.Kind).ToList();
        if (alike.Count(stored => stored.IsLive(now)) >= limits.MaximumLive)
        {
            throw new RefusedException(
                Reason.LimitReached, $"There are {limits.MaximumLive} live tokens of this kind already. Revoke one that is no longer used, then issue this one.");
        }

        var ended = alike.Where(stored => !stored.IsLive(now)).OrderByDescending(stored => stored.Token.Created.ToDateTimeOffset());
        return new(added.Token, added, [.. ended.Skip(limits.MaximumEnded)]);
    }

    /// <summary>Ends a token; one that was revoked before stays as it is.</summary>
    public TokenChange Revoke(string tokenId, DateTimeOffset now)
    {
        var stored = Get(tokenId);
        if (stored.Token.Revoked is not null)
        {
            return TokenChange.None(stored.Token);
        }

        var revoked = stored.Token.Clone();
        revoked.Revoked = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(now);
        return new(revoked, stored with { Token = revoked }, []);
    }
}
