using System.Security.Cryptography;
using System.Text;
using Grpc.Core;

namespace OptiId.ServiceDefaults;

/// <summary>What a caller may show: one of these is enough.</summary>
/// <param name="shared">The services' shared secret; empty: there is none.</param>
/// <param name="appToken">The token of the service's own sidecar; empty: there is none.</param>
internal sealed class CallerSecrets(string shared, string appToken)
{
    private readonly (string Header, byte[] Hash)[] expected =
        [.. new[] { (CallerInterceptor.Header, shared), (DaprSidecar.TokenHeader, appToken) }.Where(pair => pair.Item2.Length > 0).Select(pair => (pair.Item1, Hash(pair.Item2)))];

    public bool AnySet => expected.Length > 0;

    // Hashes have one length, so that the comparison's time tells nothing of the secret.
    public bool IsShown(Metadata headers) =>
        Array.Exists(expected, one => CryptographicOperations.FixedTimeEquals(Hash(headers.GetValue(one.Header) ?? ""), one.Hash));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
