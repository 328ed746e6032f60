using Microsoft.AspNetCore.Mvc;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class ListApiTokens
{
    /// <summary>List API tokens</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="revoked">Revoked ones too.</param>
    /// <param name="api">The request.</param>
    public static Task<TokenList> HandleAsync(string organization, [FromQuery] bool? revoked, ApiCall api) =>
        TokenCalls.ListAsync(api, TokenKind.Api, organization, revoked ?? false);
}
