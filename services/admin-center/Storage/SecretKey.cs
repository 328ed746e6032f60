using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OptiId.AdminCenter.Storage;

/// <summary>Random secrets that browsers hold, of which the store holds only the hash: who reads the store can't come in by it.</summary>
internal static class SecretKey
{
    private const int Bytes = 256 / 8;

    /// <summary>256 random bits, in characters that fit a cookie and an address.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the store finds it by.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
