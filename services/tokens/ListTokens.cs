using Grpc.Core;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

internal sealed partial class TokensRpc
{
    public override async Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context)
    {
        var tokens = await store.ReadAsync(ParseOrganizationId(request.OrganizationId));
        return new() { Tokens = { tokens.List(request.IncludeRevoked) } };
    }
}
