using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using OptiId.Common.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.Storage;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>optiid.tokens.v1.TokensService; an RPC a file.</summary>
internal sealed partial class TokensRpc(
    TokenStore store, LastUsed lastUsed, IOptions<TokensOptions> options, TimeProvider clock, ILogger<TokensRpc> logger) : TokensService.TokensServiceBase
{
    // Whether there is such an organization is identity's to know. Support's tokens belong to none.
    private static string ParseOwner(string id) => id.Length == 0 ? id : OrganizationIds.Check(id);

    private static (StoredToken Stored, TokenSecret Secret) Make(string organizationId, TokenTerms terms, string replaces, Cause? cause, DateTimeOffset now)
    {
        var secret = TokenSecret.Generate(TokenStore.PartitionOf(organizationId), terms.Kind);
        var token = new Token
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            OrganizationId = organizationId,
            Kind = terms.Kind,
            Label = terms.Label,
            Scopes = { terms.Scopes },
            Created = Timestamp.FromDateTimeOffset(now),
            CreatedBy = cause?.Actor ?? "",
            Expires = terms.Expires,
            Replaces = replaces,
            Hint = secret.Hint,
        };
        return (new(token, secret.Hash()), secret);
    }
}
