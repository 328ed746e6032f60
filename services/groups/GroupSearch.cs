using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>What an administrator looks for among groups, and the tokens of its pages: pure.</summary>
internal sealed class GroupSearch(string text, IReadOnlyCollection<Source> sources)
{
    private const int FingerprintLength = 8;

    // Before the place, so that a token of another search isn't taken for one of this.
    private readonly byte[] fingerprint =
        SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join(',', sources.Distinct().Order())}/{text}"))[..FingerprintLength];

    /// <summary>Whether groups of a source are looked for.</summary>
    public bool Shows(Source source) => sources.Count == 0 || sources.Contains(source);

    /// <summary>The place of a group in the order of pages: the reserved ones first, then by canonical displayName.</summary>
    public static string PlaceOf(string canonicalName) => (SystemGroups.IsReserved(canonicalName) ? "0" : "1") + canonicalName;

    /// <summary>The token of the page after a place.</summary>
    public string WriteToken(string place) => Base64Url.EncodeToString([.. fingerprint, .. Encoding.UTF8.GetBytes(place)]);

    /// <summary>The place after which a page begins; empty: from the beginning.</summary>
    /// <exception cref="RefusedException">INVALID_CURSOR: not one of ours, or of another search.</exception>
    public string ReadToken(string token)
    {
        if (token.Length == 0)
        {
            return "";
        }

        return Base64Url.IsValid(token) && Base64Url.DecodeFromChars(token) is { Length: > FingerprintLength } bytes
            && bytes.AsSpan(0, FingerprintLength).SequenceEqual(fingerprint)
            ? Encoding.UTF8.GetString(bytes.AsSpan(FingerprintLength))
            : throw new RefusedException(Reason.InvalidCursor, "The page token isn't one that was given for this search; begin anew.");
    }
}
