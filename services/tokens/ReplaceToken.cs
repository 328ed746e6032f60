using Grpc.Core;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    // One that has expired can be replaced too: that is when people notice.
    public override async Task<ReplaceTokenResponse> ReplaceToken(ReplaceTokenRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var organizationId = ParseOwner(request.OrganizationId);
        var expires = TokenTerms.ParseExpiry(request.Expires, now);
        var replaced = (await store.ReadAsync(organizationId)).Get(request.TokenId).Token;

        // A token's kind, label and scopes never change, so what was read a moment ago is still so.
        var (stored, secret) = Make(organizationId, new(replaced.Kind, replaced.Label, replaced.Scopes, expires), replaced.Id, request.Cause, now);
        var token = await store.ChangeAsync(organizationId, request.Cause, tokens => tokens.Add(stored, options.Value, now), context.CancellationToken);
        TokensLog.Replaced(logger, token.Id, organizationId, token.CreatedBy, replaced.Id);
        return new() { Token = token, Secret = secret.Reveal() };
    }
}
