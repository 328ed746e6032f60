using System.Security.Cryptography;
using System.Text;

namespace OptiId.AdminCenter.Api;

/// <summary>The token that a request shows: <c>Authorization: Bearer SECRET</c> (RFC 6750 §2.1).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";
    private const int MaximumHeaderLength = 512;

    /// <summary>The secret, without what else the header may be spelled with; null: it shows none.</summary>
    public static string? In(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: <= MaximumHeaderLength } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && header[Scheme.Length..].Trim() is { Length: > 0 } secret
            ? secret
            : null;

    /// <summary>What a secret is told from others by, where only a hash is kept.</summary>
    public static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
