using Google.Protobuf.WellKnownTypes;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>How long a token is to live.</summary>
public enum TokenLife
{
    /// <summary>A year: the default.</summary>
    OneYear,

    /// <summary>Three months.</summary>
    NinetyDays,

    /// <summary>Two years.</summary>
    TwoYears,

    /// <summary>Until it is revoked.</summary>
    UntilRevoked,
}

/// <summary>Tokens in words. Pure.</summary>
internal static class TokenWords
{
    // Long enough to replace it at leisure.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>When a token of this life ends; null: never by itself.</summary>
    public static Timestamp? ExpiryOf(TokenLife life, DateTimeOffset now) => life switch
    {
        TokenLife.NinetyDays => now.AddDays(90).ToTimestamp(),
        TokenLife.OneYear => now.AddYears(1).ToTimestamp(),
        TokenLife.TwoYears => now.AddYears(2).ToTimestamp(),
        _ => null,
    };

    /// <summary>What the choice of a life says.</summary>
    public static string Say(TokenLife life) => life switch
    {
        TokenLife.NinetyDays => "in 90 days",
        TokenLife.OneYear => "in a year",
        TokenLife.TwoYears => "in two years",
        _ => "never: only when it is revoked",
    };

    /// <summary>"Read and write", "Read only", "Write only".</summary>
    public static string Scopes(Token token) => (token.Scopes.Contains(Scope.Read), token.Scopes.Contains(Scope.Write)) switch
    {
        (true, false) => "Read only",
        (false, true) => "Write only",
        _ => "Read and write",
    };

    /// <summary>What the token's state is called, and the badge's style.</summary>
    public static (string Text, string Style) State(TokenStanding standing, DateTimeOffset now) => standing switch
    {
        { Token.Revoked: not null } => ("Revoked", "off"),
        { IsLive: false } => ("Expired", "failed"),
        { ReplacedBy: not null } => ("Being replaced", "warn"),
        { Token.Expires: { } expires } when expires.ToDateTimeOffset() - now <= Soon => ("Expires soon", "warn"),
        _ => ("Active", "good"),
    };

    /// <summary>What revoking a token stops, and how soon (P4).</summary>
    public static string RevokingStops(Token token) => token.Kind switch
    {
        TokenKind.Api => "Within 5 seconds every script that uses it is refused (401).",
        TokenKind.Support => "Within 5 seconds every script of Support that uses it is refused (401), in every organization.",
        _ => "Within 5 seconds every request that comes with it is refused (401). If the identity provider still holds it, nothing is synced any more: "
            + "no new people, no changes of groups, and no deactivations.",
    };

    /// <summary>What has to happen before a token that is being replaced can go.</summary>
    /// <param name="standing">The old token's.</param>
    /// <param name="ago">A time in words: "5 minutes ago".</param>
    public static string Next(TokenStanding standing, Func<Timestamp, string> ago)
    {
        var by = standing.ReplacedBy is { } token ? $"the new one, …{token.Hint}" : "";
        return standing.Retirement switch
        {
            Retirement.WaitsForTheNewOne =>
                $"Being replaced by {by}, which hasn't been used yet. Enter the new one where this one is in use, and save it there; until then this one has to stay.",
            Retirement.IsStillUsed =>
                $"Being replaced by {by}. Requests still come with this one: the last {ago(standing.Token.LastUsed)}. It can be retired once they come with the new one only.",
            Retirement.Ready when standing.Token.LastUsed is null =>
                $"Being replaced by {by}, which was last used {ago(standing.ReplacedBy!.LastUsed)}. This one was never used: it can be retired.",
            Retirement.Ready =>
                $"Being replaced by {by}, which was last used {ago(standing.ReplacedBy!.LastUsed)}. The last request with this one came {ago(standing.Token.LastUsed)}, before that: it can be retired.",
            _ => "",
        };
    }
}
