using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class IssueSupportToken
{
    /// <summary>Issue a token of Support</summary>
    /// <remarks>It reaches every organization. The answer is the only one that ever holds the secret.</remarks>
    public static async Task<Created<IssuedToken>> HandleAsync(NewToken body, ApiCall api) =>
        TypedResults.Created((string?)null, await TokenCalls.IssueAsync(api, TokenKind.Support, "", body));
}
