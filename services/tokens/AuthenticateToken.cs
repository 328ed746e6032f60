using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    private static readonly Meter Meter = new("OptiId.Tokens");
    private static readonly Counter<long> Authentications = Meter.CreateCounter<long>(
        "optiid.tokens.authentications", description: "Secrets that were looked at, by outcome: accepted, malformed, unknown, another kind, expired, revoked.");

    public override async Task<AuthenticateTokenResponse> AuthenticateToken(AuthenticateTokenRequest request, ServerCallContext context)
    {
        TokenKind[] accepted = request.Kinds.Count == 0 ? [TokenKind.Scim] : [.. request.Kinds.Select(TokenKinds.Parse)];
        if (!TokenSecret.TryParse(request.Secret, out var secret))
        {
            // Nobody's is how the gateway asks whether this service answers (ServicesReadyCheck).
            throw Refuse("malformed", accepted, isShown: request.Secret.Length > 0);
        }

        var stored = await store.FindAsync(secret) ?? throw Refuse("unknown", accepted);
        if (stored.Token.Kind != secret.Kind || !accepted.Contains(stored.Token.Kind))
        {
            throw Refuse("another kind", accepted);
        }

        if (stored.Token.Revoked is not null)
        {
            throw Refuse("revoked", accepted, stored.Token);
        }

        if (stored.IsExpired(clock.GetUtcNow()))
        {
            throw Refuse("expired", accepted, stored.Token);
        }

        var token = stored.Token;
        lastUsed.Note(token.OrganizationId, token.Id);
        Authentications.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        return new()
        {
            TokenId = token.Id,
            OrganizationId = token.OrganizationId,
            Scopes = { token.Scopes },
            Expires = token.Expires,
            Kind = token.Kind,
            Label = token.Label,
        };
    }

    // One sentence for all, so that nobody learns whether a secret was ever one; it depends on what was asked for alone. Whose token is over is
    // told to the calling service, so that their administrators can be told that it is still in use.
    private RefusedException Refuse(string why, TokenKind[] accepted, Token? over = null, bool isShown = true)
    {
        TokensLog.Refused(logger, why);
        if (isShown)
        {
            Authentications.Add(1, new KeyValuePair<string, object?>("outcome", why));
        }

        return new(Reason.TokenRefused, accepted.Contains(TokenKind.Scim)
            ? "The token is not valid. Issue a new one under Provisioning and enter it at the identity provider."
            : "The token is not valid. Issue a new one and send it as Authorization: Bearer.")
        {
            Metadata = over is null ? FrozenDictionary<string, string>.Empty : new Dictionary<string, string>
            {
                [RefusalMetadata.OrganizationId] = over.OrganizationId,
                [RefusalMetadata.TokenId] = over.Id,
            },
        };
    }
}
