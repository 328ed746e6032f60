using Google.Protobuf;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.SignIn;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>Sessions: <c>session</c> hash of the cookie → who and since when. A session ends by its idle time, its absolute time, by being ended, or with the setting that let Support in.</summary>
internal sealed class SessionStore(StoreSession session, IOptions<AdminCenterOptions> options, TimeProvider time)
{
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session.</summary>
    /// <param name="caller">An administrator, or Support.</param>
    /// <param name="ground">Of Support that a provider signed in: by what; null: by a one-time link.</param>
    /// <returns>The cookie's value, which isn't kept.</returns>
    public async Task<string> BeginAsync(AdminCaller caller, SupportGround? ground)
    {
        var secret = SecretKey.Generate();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var record = new SessionRecord
        {
            Kind = SignedInKinds.Of(caller.Kind),
            Id = caller.Id,
            OrganizationId = caller.OrganizationId,
            Name = caller.Name,
            CreatedMs = now,
            SeenMs = now,
            SupportGround = ground is null ? null : new() { Authority = ground.Authority, Claim = ground.Claim, Value = ground.Value },
        };
        var (key, partition) = KeyOf(SecretKey.HashOf(secret));
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Set(key, record.ToByteArray(), Left(TimeSpan.Zero)))));
        return secret;
    }

    /// <summary>Whose session it is, by <see cref="AdminCaller.Key"/>; null: nobody's, or it has ended.</summary>
    /// <param name="hash">Which session.</param>
    /// <param name="isClick">Whether this keeps it from idling.</param>
    public async Task<AdminCaller?> FindAsync(string hash, bool isClick)
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
        if (age >= Lifetime || idle >= Idle
            || SignedInKinds.CallerOf(record.Kind, record.Id, record.OrganizationId, record.Name, hash) is not { } caller
            || (caller.IsSupport && !IsStillSupport(record.SupportGround)))
        {
            return null;
        }

        if (isClick && idle >= SeenPrecision)
        {
            record.SeenMs = now.ToUnixTimeMilliseconds();
            // Where the check fails, it was ended or another request was faster: what was ended stays so.
            await session.TryCommitAsync(new Commit(partition).ExpectValue(key, stored).Set(key, record.ToByteArray(), Left(age)));
        }

        return caller;
    }

    /// <summary>Ends a session, by <see cref="AdminCaller.Key"/>.</summary>
    public async Task EndAsync(string hash)
    {
        var (key, partition) = KeyOf(hash);
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Delete(key))));
    }

    private TimeSpan Lifetime => TimeSpan.FromHours(options.Value.SessionHours);

    private TimeSpan Idle => TimeSpan.FromMinutes(options.Value.SessionIdleMinutes);

    // The store forgets it once it idles, if nobody asks any more.
    private TimeSpan Left(TimeSpan age) => Lifetime - age < Idle ? Lifetime - age : Idle;

    private bool IsStillSupport(SupportGroundRecord? ground) => ground is null
        ? options.Value.SignInLinks
        : new SupportGround(ground.Authority, ground.Claim, ground.Value).Holds(options.Value);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private (RedisKey Key, int Partition) KeyOf(string hash)
    {
        var partition = Partition.Of(hash);
        return (session.Keys.Of(partition, "session", hash), partition);
    }
}
