using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>
/// A token's secret (P4): <c>optiid_scim_</c> (or the prefix of another kind), by which people and scanners recognise it; two digits of
/// the partition, which say where to look and prove nothing; 256 random bits; a checksum over all of it, so that a mistyped one is refused without a look-up.
/// </summary>
internal readonly struct TokenSecret
{
    /// <summary>Without the prefix.</summary>
    public const int BodyLength = PartitionLength + RandomLength + ChecksumLength;

    private const int RandomBytes = 256 / 8;
    private const int PartitionLength = 2;
    private const int RandomLength = 43;
    private const int ChecksumLength = 6; // 62^6 > 2^32
    private const int HintLength = 4;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly string text;

    private TokenSecret(TokenKind kind, string text) => (Kind, this.text) = (kind, text);

    /// <summary>What the prefix says; the token's record decides.</summary>
    public TokenKind Kind { get; }

    /// <summary>Where the token's record lies, if there is one.</summary>
    public int Partition => PartitionIn(text.AsSpan(PrefixOf(Kind).Length));

    /// <summary>What people recognise it by: four characters of the checksum, which leave 232 unknown bits.</summary>
    public string Hint => text[^HintLength..];

    /// <summary>What the secrets of a kind begin with.</summary>
    public static string PrefixOf(TokenKind kind) => kind switch
    {
        TokenKind.Api => "optiid_api_",
        TokenKind.Support => "optiid_support_",
        _ => "optiid_scim_",
    };

    public static TokenSecret Generate(int partition, TokenKind kind)
    {
        var random = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var body = string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(kind)}{partition:00}{random}");
        return new(kind, body + Checksum(body));
    }

    /// <summary>Whether a text has the form of a secret and its checksum is right; says nothing of whether such a token was ever issued.</summary>
    public static bool TryParse(string? text, out TokenSecret secret)
    {
        secret = default;
        if (text is null || !Ascii.IsValid(text) || TokenKinds.All.FirstOrDefault(kind => HasForm(text, kind)) is not (not TokenKind.Unspecified and var found)
            || PartitionIn(text.AsSpan(text.Length - BodyLength)) is not (>= 0 and < Store.Partition.Count)
            || !text.AsSpan(text.Length - ChecksumLength).SequenceEqual(Checksum(text.AsSpan(0, text.Length - ChecksumLength))))
        {
            return false;
        }

        secret = new(found, text);
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
    public override string ToString() => $"{PrefixOf(Kind)}…{Hint}";

    private static bool HasForm(string text, TokenKind kind) =>
        PrefixOf(kind) is var prefix && text.Length == prefix.Length + BodyLength && text.StartsWith(prefix, StringComparison.Ordinal);

    private static int PartitionIn(ReadOnlySpan<char> body) =>
        int.TryParse(body[..PartitionLength], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
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
