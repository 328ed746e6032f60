using Microsoft.AspNetCore.Mvc;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class ListProvisioningTokens
{
    /// <summary>List SCIM tokens</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="revoked">Revoked ones too.</param>
    /// <param name="api">The request.</param>
    public static Task<TokenList> HandleAsync(string organization, [FromQuery] bool? revoked, ApiCall api) =>
        TokenCalls.ListAsync(api, TokenKind.Scim, organization, revoked ?? false);
}
