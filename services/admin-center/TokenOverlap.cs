using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>Whether a token that is being replaced can go.</summary>
internal enum Retirement
{
    /// <summary>Nothing replaces it.</summary>
    NotReplaced,

    /// <summary>The new one hasn't come with a request yet: the identity provider still holds this one.</summary>
    WaitsForTheNewOne,

    /// <summary>Requests come with this one too, after or as late as with the new one.</summary>
    IsStillUsed,

    /// <summary>The new one is used, and this one hasn't been since.</summary>
    Ready,
}

/// <summary>Where a token stands among the others.</summary>
/// <param name="Token">The token.</param>
/// <param name="IsLive">Neither revoked nor expired.</param>
/// <param name="ReplacedBy">The live token that takes its place; null: none.</param>
/// <param name="Retirement">Whether it can go.</param>
internal sealed record TokenStanding(Token Token, bool IsLive, Token? ReplacedBy, Retirement Retirement);

/// <summary>
/// Two tokens side by side, so that one replaces the other with no failed request (P4): which is being replaced by which, and when the
/// old one can be retired. Pure.
/// </summary>
internal static class TokenOverlap
{
    // Far more than an organization's live and kept tokens.
    private const int LongestChain = 200;

    /// <summary>Where each token stands, in the given order.</summary>
    public static IReadOnlyList<TokenStanding> Of(IReadOnlyList<Token> tokens, DateTimeOffset now)
    {
        var byId = tokens.ToDictionary(token => token.Id);
        return [.. tokens.Select(token => StandingOf(token, tokens, byId, now))];
    }

    private static TokenStanding StandingOf(Token token, IReadOnlyList<Token> tokens, Dictionary<string, Token> byId, DateTimeOffset now)
    {
        if (!IsLive(token, now))
        {
            return new(token, IsLive: false, ReplacedBy: null, Retirement.NotReplaced);
        }

        // One that was issued in its place and revoked again replaces nothing; one that was issued in that one's place does.
        var successors = tokens.Where(other => IsLive(other, now) && Replaces(other, token.Id, byId)).ToList();
        var successor = successors.OrderByDescending(other => other.LastUsed is not null).ThenByDescending(other => other.Created.ToDateTimeOffset()).FirstOrDefault();
        return new(token, IsLive: true, successor, RetirementOf(token, successor));
    }

    // Uses are noted to the minute, so within one minute it isn't known which came last, and the old one stays.
    private static Retirement RetirementOf(Token token, Token? successor) => (token.LastUsed, successor) switch
    {
        (_, null) => Retirement.NotReplaced,
        (_, { LastUsed: null }) => Retirement.WaitsForTheNewOne,
        (null, _) => Retirement.Ready,
        var (old, by) => old.ToDateTimeOffset() < by.LastUsed.ToDateTimeOffset() ? Retirement.Ready : Retirement.IsStillUsed,
    };

    private static bool IsLive(Token token, DateTimeOffset now) =>
        token.Revoked is null && (token.Expires is null || token.Expires.ToDateTimeOffset() > now);

    private static bool Replaces(Token token, string oldId, Dictionary<string, Token> byId)
    {
        var current = token;
        for (var steps = 0; steps < LongestChain && current.Replaces.Length > 0; steps++)
        {
            if (current.Replaces == oldId)
            {
                return true;
            }

            if (!byId.TryGetValue(current.Replaces, out current!))
            {
                return false;
            }
        }

        return false;
    }
}
