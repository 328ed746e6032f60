namespace OptiId.ScimGateway;

/// <summary>Who asks: a token's organization. The organization comes from here and from nowhere else.</summary>
/// <param name="TokenId">Which token.</param>
/// <param name="OrganizationId">Whose.</param>
/// <param name="MayRead">Its scope.</param>
/// <param name="MayWrite">Its scope.</param>
/// <param name="ScimEnabled">Whether the organization provisions by SCIM (P2).</param>
/// <param name="SyncedAttributesOnly">Whether it stores only what the product uses (P6).</param>
/// <param name="Expires">When the token ends.</param>
internal sealed record Caller(
    string TokenId, string OrganizationId, bool MayRead, bool MayWrite, bool ScimEnabled, bool SyncedAttributesOnly, DateTimeOffset Expires)
{
    /// <summary>Who has a token that was revoked or has expired: its organization is known, and it may nothing.</summary>
    public static Caller OfTokenThatIsOver(string tokenId, string organizationId) => new(
        tokenId, organizationId, MayRead: false, MayWrite: false, ScimEnabled: false, SyncedAttributesOnly: false, Expires: DateTimeOffset.MinValue);
}
