using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class RevokeSupportToken
{
    /// <summary>Revoke a token of Support</summary>
    /// <remarks>It is refused within 5 seconds everywhere.</remarks>
    public static async Task<NoContent> HandleAsync(string id, ApiCall api)
    {
        await TokenCalls.RevokeAsync(api, TokenKind.Support, "", id);
        return TypedResults.NoContent();
    }
}
