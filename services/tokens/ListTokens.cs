using Grpc.Core;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    public override async Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context)
    {
        var tokens = await store.ReadAsync(ParseOwner(request.OrganizationId));
        TokenKind[] kinds = request.Kinds.Count == 0 ? TokenKinds.All : [.. request.Kinds.Select(TokenKinds.Parse)];
        return new() { Tokens = { tokens.List(request.IncludeRevoked).Where(token => kinds.Contains(token.Kind)) } };
    }
}
