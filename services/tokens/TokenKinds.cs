using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>The kinds of tokens, each of which is accepted in its own place only.</summary>
internal static class TokenKinds
{
    /// <summary>Those that there are.</summary>
    public static readonly TokenKind[] All = [TokenKind.Scim, TokenKind.Api, TokenKind.Support];

    /// <summary>A kind as it was asked for or stored: before there were others, all were SCIM's.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE.</exception>
    public static TokenKind Parse(TokenKind kind) => kind switch
    {
        TokenKind.Unspecified => TokenKind.Scim,
        TokenKind.Scim or TokenKind.Api or TokenKind.Support => kind,
        _ => throw new RefusedException(Reason.InvalidValue, "The kinds of tokens are scim, api and support."),
    };

    /// <summary>As it stands in secrets and in the change log.</summary>
    public static string NameOf(TokenKind kind) => kind switch
    {
        TokenKind.Api => "api",
        TokenKind.Support => "support",
        _ => "scim",
    };
}
