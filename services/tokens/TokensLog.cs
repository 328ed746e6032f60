namespace OptiId.Tokens;

internal static partial class TokensLog
{
    [LoggerMessage(1, LogLevel.Information, "Token {TokenId} of organization {OrganizationId} issued by {Actor}")]
    public static partial void Issued(ILogger logger, string tokenId, string organizationId, string actor);

    [LoggerMessage(2, LogLevel.Information, "Token {TokenId} of organization {OrganizationId} issued by {Actor} to replace {ReplacedId}")]
    public static partial void Replaced(ILogger logger, string tokenId, string organizationId, string actor, string replacedId);

    [LoggerMessage(3, LogLevel.Information, "Token {TokenId} of organization {OrganizationId} revoked by {Actor}")]
    public static partial void Revoked(ILogger logger, string tokenId, string organizationId, string actor);

    // The answer says the same for all of these; only the log and the counter know which it was.
    [LoggerMessage(4, LogLevel.Debug, "A secret was refused: {Why}")]
    public static partial void Refused(ILogger logger, string why);

    [LoggerMessage(5, LogLevel.Warning, "That token {TokenId} was used could not be noted")]
    public static partial void NotNoted(ILogger logger, string tokenId, Exception exception);
}
