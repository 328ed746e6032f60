using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class ReplaceProvisioningToken
{
    /// <summary>Replace a SCIM token</summary>
    /// <remarks>Issues one like it; the old one goes on living until it is revoked, so that no request fails in between.</remarks>
    public static async Task<Created<IssuedToken>> HandleAsync(string organization, string id, TokenReplacement? body, ApiCall api) =>
        TypedResults.Created((string?)null, await TokenCalls.ReplaceAsync(api, TokenKind.Scim, organization, id, body));
}
