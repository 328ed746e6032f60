using Grpc.Core;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    // In force with the answer; a gateway that had asked before holds to what it knew for at most 5 s (P4).
    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var organizationId = ParseOwner(request.OrganizationId);
        var token = await store.ChangeAsync(organizationId, request.Cause, tokens => tokens.Revoke(request.TokenId, now), context.CancellationToken);
        if (token.Revoked.ToDateTimeOffset() == now)
        {
            TokensLog.Revoked(logger, token.Id, organizationId, request.Cause?.Actor ?? "");
        }

        return new() { Token = token };
    }
}
