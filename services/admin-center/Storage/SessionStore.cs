using Google.Protobuf;
using Microsoft.Extensions.Options;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>Sessions: <c>session</c> hash of the cookie → who and since when. A session ends by its idle time, its absolute time, or by being ended.</summary>
internal sealed class SessionStore(StoreSession session, IOptions<AdminCenterOptions> options, TimeProvider time)
{
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session.</summary>
    /// <returns>The cookie's value, which isn't kept.</returns>
    public async Task<string> BeginAsync(AdminCaller caller)
    {
        var secret = SecretKey.Generate();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var record = new SessionRecord { Id = caller.Id, OrganizationId = caller.OrganizationId, Name = caller.Name, CreatedMs = now, SeenMs = now };
        var (key, partition) = KeyOf(SecretKey.HashOf(secret));
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Set(key, record.ToByteArray(), Lifetime))));
        return secret;
    }

    /// <summary>Whose session it is, by the cookie's value; null: nobody's, or ended.</summary>
    public Task<AdminCaller?> FindAsync(string secret) => FindByHashAsync(SecretKey.HashOf(secret), isClick: true);

    /// <summary>Whose session it is, by <see cref="AdminCaller.Key"/>; null: it has ended.</summary>
    /// <param name="hash">Which session.</param>
    /// <param name="isClick">Whether this keeps it from idling.</param>
    public async Task<AdminCaller?> FindByHashAsync(string hash, bool isClick)
    {
        var (key, partition) = KeyOf(hash);
        var stored = await session.Reads.StringGetAsync(key);
        if (stored.IsNull)
        {
            return null;
        }

        var record = SessionRecord.Parser.ParseFrom((byte[])stored!);
        var now = time.GetUtcNow();
        var (age, idle) = (now - At(record.CreatedMs), now - At(record.SeenMs));
        if (age >= Lifetime || idle >= TimeSpan.FromMinutes(options.Value.SessionIdleMinutes))
        {
            return null;
        }

        if (isClick && idle >= SeenPrecision)
        {
            record.SeenMs = now.ToUnixTimeMilliseconds();
            // Where the check fails, it was ended or another request was faster: what was ended stays so.
            await session.TryCommitAsync(new Commit(partition).ExpectValue(key, stored).Set(key, record.ToByteArray(), Lifetime - age));
        }

        var kind = record.OrganizationId.Length == 0 ? CallerKind.Support : CallerKind.Administrator;
        return new(kind, record.Id, record.OrganizationId, record.Name, hash);
    }

    /// <summary>Ends a session, by <see cref="AdminCaller.Key"/>.</summary>
    public async Task EndAsync(string hash)
    {
        var (key, partition) = KeyOf(hash);
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Delete(key))));
    }

    private TimeSpan Lifetime => TimeSpan.FromHours(options.Value.SessionHours);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private (RedisKey Key, int Partition) KeyOf(string hash)
    {
        var partition = Partition.Of(hash);
        return (session.Keys.Of(partition, "session", hash), partition);
    }
}
