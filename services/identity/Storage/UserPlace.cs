using System.Text;
using OptiId.Identity.V1;
using OptiId.Scim;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>
/// A user's place by userName among those that administrators see: the canonical userName in UTF-8, a zero byte, the id's 16 bytes; as the store
/// holds and orders it. Behind a word and a further zero byte it is that word's entry in the index of words.
/// </summary>
internal static class UserPlace
{
    private const int IdLength = 16;

    /// <summary>Compares by bytes, as the store does.</summary>
    public static readonly Comparer<byte[]> Order = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    /// <summary>A user's place.</summary>
    public static byte[] Of(User user)
    {
        var name = CanonicalText.Canonicalize(user.UserName);
        var place = new byte[Encoding.UTF8.GetByteCount(name) + 1 + IdLength];
        Encoding.UTF8.GetBytes(name, place);
        Guid.ParseExact(user.Id, "D").TryWriteBytes(place.AsSpan(^IdLength), bigEndian: true, out _);
        return place;
    }

    /// <summary>Whose place it is.</summary>
    public static string IdOf(byte[] place) => new Guid(place.AsSpan(^IdLength), bigEndian: true).ToString();

    /// <summary>A word's entry for a place.</summary>
    public static byte[] EntryOf(string word, byte[] place) => [.. Encoding.UTF8.GetBytes(word), 0, .. place];

    /// <summary>The place in a word's entry.</summary>
    public static byte[] PlaceIn(RedisValue entry) => (byte[])entry! is var bytes && Array.IndexOf(bytes, (byte)0) is var end ? bytes[(end + 1)..] : [];

    /// <summary>The bounds of all that begins with a text.</summary>
    public static (byte[] From, byte[] To) Beginning(string text)
    {
        var from = Encoding.UTF8.GetBytes(text);
        return (from, [.. from, 0xFF]); // no UTF-8 holds this byte; an id may, but stands behind a zero
    }
}
