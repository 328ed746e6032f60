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
        "optiid.tokens.authentications", description: "Secrets that were looked at, by outcome: accepted, malformed, unknown, expired, revoked.");

    public override async Task<AuthenticateTokenResponse> AuthenticateToken(AuthenticateTokenRequest request, ServerCallContext context)
    {
        if (!TokenSecret.TryParse(request.Secret, out var secret))
        {
            throw Refuse("malformed");
        }

        var stored = await store.FindAsync(secret) ?? throw Refuse("unknown");
        if (stored.Token.Revoked is not null)
        {
            throw Refuse("revoked");
        }

        if (stored.IsExpired(clock.GetUtcNow()))
        {
            throw Refuse("expired");
        }

        var token = stored.Token;
        lastUsed.Note(token.OrganizationId, token.Id);
        Authentications.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        return new() { TokenId = token.Id, OrganizationId = token.OrganizationId, Scopes = { token.Scopes }, Expires = token.Expires };
    }

    // One answer for all, so that nobody learns whether a secret was ever one.
    private RefusedException Refuse(string why)
    {
        TokensLog.Refused(logger, why);
        Authentications.Add(1, new KeyValuePair<string, object?>("outcome", why));
        return new(Reason.TokenRefused, "The token is not valid. Issue a new one under Provisioning and enter it at the identity provider.");
    }
}
