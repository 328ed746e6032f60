namespace OptiId.ServiceDefaults;

/// <summary>Names of what a refusal says to the calling service alone (<see cref="RefusedException.Metadata"/>).</summary>
public static class RefusalMetadata
{
    /// <summary>Of a token that is over (TOKEN_REFUSED): whose it was.</summary>
    public const string OrganizationId = "organizationId";

    /// <summary>Of a token that is over (TOKEN_REFUSED): which.</summary>
    public const string TokenId = "tokenId";

    /// <summary>Of a value that is refused (INVALID_VALUE, …_TAKEN, …): which of the request's fields, in SCIM's spelling, so that a form tells it beside it.</summary>
    public const string Field = "field";
}
