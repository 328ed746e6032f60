using Grpc.Core;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    // The request id is no idempotency key here: a replay can't answer the first secret, which nobody has any more, so it issues
    // another token. The one whose answer was lost is in the list, never used, to be revoked.
    public override async Task<IssueTokenResponse> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var organizationId = ParseOrganizationId(request.OrganizationId);
        var (stored, secret) = Make(organizationId, TokenTerms.Parse(request, now), replaces: "", request.Cause, now);
        var token = await store.ChangeAsync(organizationId, tokens => tokens.Add(stored, options.Value, now), context.CancellationToken);
        TokensLog.Issued(logger, token.Id, organizationId, token.CreatedBy);
        return new() { Token = token, Secret = secret.Reveal() };
    }
}
