using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace OptiId.Tokens;

/// <summary>
/// A token's secret (P4): <c>optiid_scim_</c>, by which people and scanners recognise it; two digits of the partition, which say where
/// to look and prove nothing; 256 random bits; a checksum over all of it, so that a mistyped one is refused without a look-up.
/// </summary>
internal readonly struct TokenSecret
{
    public const string Prefix = "optiid_scim_";
    public const int Length = RandomEnd + ChecksumLength;

    private const int RandomBytes = 256 / 8;
    private const int PartitionEnd = 12 + 2;
    private const int RandomEnd = PartitionEnd + 43;
    private const int ChecksumLength = 6; // 62^6 > 2^32
    private const int HintLength = 4;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly string text;

    private TokenSecret(string text) => this.text = text;

    /// <summary>Where the token's record lies, if there is one.</summary>
    public int Partition => PartitionIn(text);

    /// <summary>What people recognise it by: four characters of the checksum, which leave 232 unknown bits.</summary>
    public string Hint => text[^HintLength..];

    public static TokenSecret Generate(int partition)
    {
        var random = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var body = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{partition:00}{random}");
        return new(body + Checksum(body));
    }

    /// <summary>Whether a text has the form of a secret and its checksum is right; says nothing of whether such a token was ever issued.</summary>
    public static bool TryParse(string? text, out TokenSecret secret)
    {
        secret = default;
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Ascii.IsValid(text)
            || PartitionIn(text) is not (>= 0 and < Store.Partition.Count)
            || !text.AsSpan(RandomEnd).SequenceEqual(Checksum(text.AsSpan(0, RandomEnd))))
        {
            return false;
        }

        secret = new(text);
        return true;
    }

    /// <summary>
    /// SHA-256 of the whole secret, 32 bytes: all that is ever stored. Not a slow password hash: 256 random bits can't be guessed, and
    /// 600,000 rounds of PBKDF2 cost 310 ms a request (facts: robustness §3.8).
    /// </summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    /// <summary>The secret itself, for the one answer that shows it.</summary>
    public string Reveal() => text;

    /// <summary>Never the secret, wherever it is printed.</summary>
    public override string ToString() => $"{Prefix}…{Hint}";

    private static int PartitionIn(string text) =>
        int.TryParse(text.AsSpan(Prefix.Length, PartitionEnd - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? partition
            : -1;

    // CRC-32C: a change of one character is a burst of at most 8 bits, and every burst of up to 32 bits changes the sum.
    private static string Checksum(ReadOnlySpan<char> body)
    {
        var sum = uint.MaxValue;
        foreach (var character in body)
        {
            sum = BitOperations.Crc32C(sum, (byte)character);
        }

        sum = ~sum;
        return string.Create(ChecksumLength, sum, (digits, rest) =>
        {
            for (var i = digits.Length - 1; i >= 0; i--, rest /= (uint)Base62.Length)
            {
                digits[i] = Base62[(int)(rest % (uint)Base62.Length)];
            }
        });
    }
}
