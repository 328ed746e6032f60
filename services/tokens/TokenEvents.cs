using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>What the log tells of a token, never its secret nor its hash.</summary>
internal static class TokenEvents
{
    /// <summary>That it was issued, or revoked.</summary>
    public static Change Of(Token token, Cause? cause) => token.Revoked is { } revoked
        ? new()
        {
            OrganizationId = token.OrganizationId,
            At = revoked,
            Cause = cause,
            TokenRevoked = new() { TokenId = token.Id, Label = token.Label },
        }
        : new()
        {
            OrganizationId = token.OrganizationId,
            At = token.Created,
            Cause = cause,
            TokenIssued = new() { TokenId = token.Id, Label = token.Label, Kind = TokenKinds.NameOf(token.Kind), Replaces = token.Replaces },
        };
}
