using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    // The request id is no idempotency key here: a replay can't answer the first secret, which nobody has any more, so it issues
    // another token. The one whose answer was lost is in the list, never used, to be revoked.
    public override async Task<IssueTokenResponse> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var terms = TokenTerms.Parse(request, now);
        var organizationId = ParseOwner(request.OrganizationId);
        if ((terms.Kind == TokenKind.Support) != (organizationId.Length == 0))
        {
            throw new RefusedException(Reason.InvalidValue, "A token of Support belongs to no organization, and every other one belongs to one.");
        }

        var (stored, secret) = Make(organizationId, terms, replaces: "", request.Cause, now);
        var token = await store.ChangeAsync(organizationId, request.Cause, tokens => tokens.Add(stored, options.Value, now), context.CancellationToken);
        TokensLog.Issued(logger, token.Id, organizationId, token.CreatedBy);
        return new() { Token = token, Secret = secret.Reveal() };
    }
}
