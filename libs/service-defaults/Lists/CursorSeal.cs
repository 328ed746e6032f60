using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OptiId.Errors.V1;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Makes and reads the cursors of lists (RFC 9865). A cursor is sealed, so that it tells nothing and nobody makes one, and bound to the
/// organization and the query that it was given for. The key lives in the service's store, so that every replica reads what another made.
/// </summary>
public sealed class CursorSeal(StoreSession session, TimeProvider time)
{
    /// <summary>How long after it was given a cursor may be used, in seconds: <c>cursorTimeout</c> (RFC 9865).</summary>
    public const int LifetimeSeconds = 3_600;

    private const int KeyLength = 32, NonceLength = 12, TagLength = 16;

    private readonly ConcurrentDictionary<int, byte[]> keys = [];

    /// <summary>Where the page begins and how many there are in all, as a cursor says.</summary>
    /// <exception cref="RefusedException">INVALID_CURSOR: not one of ours, or of another query. EXPIRED_CURSOR.</exception>
    public async Task<(ListPlace Place, long Total)> OpenAsync(ListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = Open(query, await ReadKeyAsync(query.OrganizationId)) ?? throw new RefusedException(
            Reason.InvalidCursor, "The cursor isn't one that was given for this query: leave filter, sortBy and sortOrder as they were, or begin anew with an empty one.");
        var parts = text.Split('/', 3);
        var issued = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
        return time.GetUtcNow() - issued > TimeSpan.FromSeconds(LifetimeSeconds)
            ? throw new RefusedException(Reason.ExpiredCursor, $"The cursor is older than {LifetimeSeconds} seconds: begin anew with an empty one.")
            : (ListPlace.Parse(parts[2]), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The cursor of the page after a place.</summary>
    public async Task<string> SealAsync(ListQuery query, ListPlace place, long total)
    {
        ArgumentNullException.ThrowIfNull(query);
        var key = await ReadKeyAsync(query.OrganizationId);
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}/{total}/{place}"));
        var bytes = new byte[NonceLength + text.Length + TagLength];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(bytes.AsSpan(0, NonceLength), text, bytes.AsSpan(NonceLength, text.Length), bytes.AsSpan(^TagLength), query.Fingerprint());
        return Base64Url.EncodeToString(bytes);
    }

    private static string? Open(ListQuery query, byte[] key)
    {
        if (!Base64Url.IsValid(query.Cursor) || Base64Url.DecodeFromChars(query.Cursor) is not { Length: > NonceLength + TagLength } bytes)
        {
            return null;
        }

        var text = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, text.Length), bytes.AsSpan(^TagLength), text, query.Fingerprint());
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private async Task<byte[]> ReadKeyAsync(string organizationId)
    {
        var partition = Partition.Of(organizationId);
        if (keys.TryGetValue(partition, out var known))
        {
            return known;
        }

        var name = session.Keys.Of(partition, "cursor-key");
        var (key, _) = await session.ChangeAsync(async () =>
        {
            var commit = new Commit(partition);
            if ((byte[]?)await session.Reads.StringGetAsync(name) is { Length: KeyLength } stored)
            {
                return (stored, commit);
            }

            var made = RandomNumberGenerator.GetBytes(KeyLength);
            return (made, commit.ExpectAbsent(name).Set(name, made));
        });
        return keys.GetOrAdd(partition, key);
    }
}
