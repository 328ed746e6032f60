using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class IssueApiToken
{
    /// <summary>Issue an API token</summary>
    /// <remarks>The answer is the only one that ever holds the secret. A token that may write may read.</remarks>
    public static async Task<Created<IssuedToken>> HandleAsync(string organization, NewToken body, ApiCall api) =>
        TypedResults.Created((string?)null, await TokenCalls.IssueAsync(api, TokenKind.Api, organization, body));
}
