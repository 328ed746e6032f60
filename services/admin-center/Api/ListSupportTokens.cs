using Microsoft.AspNetCore.Mvc;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class ListSupportTokens
{
    /// <summary>List Support's tokens</summary>
    /// <param name="revoked">Revoked ones too.</param>
    /// <param name="api">The request.</param>
    public static Task<TokenList> HandleAsync([FromQuery] bool? revoked, ApiCall api) =>
        TokenCalls.ListAsync(api, TokenKind.Support, "", revoked ?? false);
}
