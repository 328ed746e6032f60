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
        var parts = (await OpenAsync(query.OrganizationId, query.Cursor ?? "", query.Fingerprint())).Split('/', 2);
        return (ListPlace.Parse(parts[1]), long.Parse(parts[0], CultureInfo.InvariantCulture));
    }

    /// <summary>What a cursor holds.</summary>
    /// <param name="organizationId">Whose list it is of.</param>
    /// <param name="cursor">What <see cref="SealAsync(string, string, byte[])"/> made.</param>
    /// <param name="fingerprint">What it was bound to.</param>
    /// <exception cref="RefusedException">INVALID_CURSOR: not one of ours, or of another query. EXPIRED_CURSOR.</exception>
    public async Task<string> OpenAsync(string organizationId, string cursor, byte[] fingerprint)
    {
        var text = Open(cursor, fingerprint, await ReadKeyAsync(organizationId)) ?? throw new RefusedException(
            Reason.InvalidCursor, "The cursor isn't one that was given for this query: leave filter, sortBy and sortOrder as they were, or begin anew with an empty one.");
        var parts = text.Split('/', 2);
        var issued = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
        return time.GetUtcNow() - issued > TimeSpan.FromSeconds(LifetimeSeconds)
            ? throw new RefusedException(Reason.ExpiredCursor, $"The cursor is older than {LifetimeSeconds} seconds: begin anew with an empty one.")
            : parts[1];
    }

    /// <summary>The cursor of the page after a place.</summary>
    public Task<string> SealAsync(ListQuery query, ListPlace place, long total)
    {
        ArgumentNullException.ThrowIfNull(query);
        return SealAsync(query.OrganizationId, string.Create(CultureInfo.InvariantCulture, $"{total}/{place}"), query.Fingerprint());
    }

    /// <summary>A cursor that holds a text, for the time being.</summary>
    /// <param name="organizationId">Whose list it is of.</param>
    /// <param name="held">The text.</param>
    /// <param name="fingerprint">What it is bound to: the query.</param>
    public async Task<string> SealAsync(string organizationId, string held, byte[] fingerprint)
    {
        var key = await ReadKeyAsync(organizationId);
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}/{held}"));
        var bytes = new byte[NonceLength + text.Length + TagLength];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(bytes.AsSpan(0, NonceLength), text, bytes.AsSpan(NonceLength, text.Length), bytes.AsSpan(^TagLength), fingerprint);
        return Base64Url.EncodeToString(bytes);
    }

    private static string? Open(string cursor, byte[] fingerprint, byte[] key)
    {
        if (!Base64Url.IsValid(cursor) || Base64Url.DecodeFromChars(cursor) is not { Length: > NonceLength + TagLength } bytes)
        {
            return null;
        }

        var text = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, text.Length), bytes.AsSpan(^TagLength), text, fingerprint);
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
