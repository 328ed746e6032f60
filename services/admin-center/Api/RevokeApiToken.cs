using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class RevokeApiToken
{
    /// <summary>Revoke an API token</summary>
    /// <remarks>It is refused within 5 seconds everywhere.</remarks>
    public static async Task<NoContent> HandleAsync(string organization, string id, ApiCall api)
    {
        await TokenCalls.RevokeAsync(api, TokenKind.Api, organization, id);
        return TypedResults.NoContent();
    }
}
