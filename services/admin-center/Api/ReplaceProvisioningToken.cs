using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

internal static class ReplaceProvisioningToken
{
    /// <summary>Replace a SCIM token</summary>
    /// <remarks>Issues one like it; the old one goes on living until it is revoked, so that no request fails in between.</remarks>
    public static async Task<Created<IssuedToken>> HandleAsync(string organization, string id, TokenReplacement? body, ApiCall api)
    {
        await TokenCalls.DemandAsync(api, TokenKind.Scim, organization, id);
        var answer = await api.ChangeAsync("Replace a token (Scim)", cause => api.Backends.Tokens.ReplaceTokenAsync(new()
        {
            OrganizationId = organization,
            TokenId = id,
            Expires = body?.Expires is { } expires ? Timestamp.FromDateTimeOffset(expires) : null,
            Cause = cause,
        }));
        return TypedResults.Created((string?)null, new IssuedToken(Token.Of(answer.Token), answer.Secret));
    }
}
