using System.Globalization;
using Google.Protobuf;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Audit;

/// <summary>An entry that was noted down elsewhere, to be held against the log later: a number and its hash, never one without the other.</summary>
internal sealed record AuditCheckpoint
{
    /// <summary>What a refusal calls the number.</summary>
    public const string NumberField = "knownNumber";

    /// <summary>What a refusal calls the hash.</summary>
    public const string HashField = "knownHash";

    private const int HashLength = 32; // SHA-256

    private AuditCheckpoint(ulong number, ByteString hash) => (Number, Hash) = (number, hash);

    /// <summary>The entry's number.</summary>
    public ulong Number { get; }

    /// <summary>Its hash.</summary>
    public ByteString Hash { get; }

    /// <summary>What somebody typed or sent; null: both are empty.</summary>
    /// <param name="number">1, 2, 3, …</param>
    /// <param name="hash">64 hexadecimal digits.</param>
    /// <exception cref="RefusedException">INVALID_VALUE, with the field: half of it, or what can't be.</exception>
    public static AuditCheckpoint? Parse(string? number, string? hash) => (number?.Trim() ?? "", hash?.Trim() ?? "") switch
    {
        ("", "") => null,
        ("", _) => throw Refused(NumberField, "The number of the entry is missing: a hash alone says nothing."),
        (var text, _) when !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed == 0 =>
            throw Refused(NumberField, "The number of an entry is a whole number: 1, 2, 3, …"),
        (_, "") => throw Refused(HashField, "The hash of the entry is missing: a number alone doesn't show that the entry is still the same."),
        (_, var digits) when digits.Length != 2 * HashLength || !digits.All(char.IsAsciiHexDigit) =>
            throw Refused(HashField, "The hash of an entry has 64 hexadecimal digits, as verifying the log answered it."),
        var (text, digits) => new(ulong.Parse(text, CultureInfo.InvariantCulture), ByteString.CopyFrom(Convert.FromHexString(digits))),
    };

    private static RefusedException Refused(string field, string sentence) => RefusedException.OfField(field, Reason.InvalidValue, sentence);
}
