using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class IssueProvisioningToken
{
    /// <summary>Issue a SCIM token</summary>
    /// <remarks>The answer is the only one that ever holds the secret.</remarks>
    public static async Task<Created<IssuedToken>> HandleAsync(string organization, NewToken body, ApiCall api) =>
        TypedResults.Created((string?)null, await TokenCalls.IssueAsync(api, TokenKind.Scim, organization, body));
}
