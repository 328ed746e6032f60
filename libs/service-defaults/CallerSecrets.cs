using System.Security.Cryptography;
using System.Text;
using Grpc.Core;

namespace OptiId.ServiceDefaults;

/// <summary>
/// What a caller may show, one is enough: the services' shared secret, or the token of the service's own sidecar. An operator who comes past the
/// sidecar (a forwarded port) shows either in the header of the shared secret.
/// </summary>
/// <param name="shared">The services' shared secret; empty: there is none.</param>
/// <param name="appToken">The token of the service's own sidecar; empty: there is none.</param>
internal sealed class CallerSecrets(string shared, string appToken)
{
    private static readonly string[] Headers = [CallerInterceptor.Header, DaprSidecar.TokenHeader];

    private readonly byte[][] expected = [.. new[] { shared, appToken }.Where(secret => secret.Length > 0).Select(Hash)];

    /// <summary>Whether anything is demanded at all.</summary>
    public bool AnySet => expected.Length > 0;

    /// <summary>Whether a call shows one of them.</summary>
    public bool IsShown(Metadata headers) => Headers.Select(headers.GetValue).OfType<string>().Select(Hash).Any(shown =>
        Array.Exists(expected, one => CryptographicOperations.FixedTimeEquals(shown, one)));

    // Hashes have one length, so that the comparison's time tells nothing of the secret.
    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
