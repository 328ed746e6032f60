using Microsoft.Extensions.Caching.Memory;
using OptiId.Errors.V1;

namespace OptiId.AdminCenter.Audit;

/// <summary>
/// Refused attempts in the audit log, where it can't be flooded by them: of the same attempt by the same one, one entry a minute; the next
/// one says how many there were in between. An entry that can't be written is in the service's log, and the refusal is answered all the same.
/// </summary>
internal sealed class RefusedAttempts(AuditLog audit, TimeProvider time, ILogger<RefusedAttempts> logger) : IDisposable
{
    private const int MaximumRemembered = 10_000;
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(1), Remembered = TimeSpan.FromHours(1);

    private readonly MemoryCache remembered = new(new MemoryCacheOptions { SizeLimit = MaximumRemembered });

    /// <inheritdoc cref="AuditLog.RefusedAsync"/>
    public async Task RecordAsync(AdminCaller caller, string organizationId, string attempt, Reason reason, string requestId)
    {
        if (Take((caller.Actor, organizationId, attempt, reason)) is not { } before)
        {
            return;
        }

        try
        {
            var said = before == 0 ? attempt : $"{attempt} (and {LogWords.Counted(before, "time")} before that, since the entry before)";
            await audit.RefusedAsync(caller, organizationId, said, reason, requestId);
        }
        catch (Exception e)
        {
            AdminCenterLog.RefusalNotRecorded(logger, e, attempt, reason, requestId);
        }
    }

    public void Dispose() => remembered.Dispose();

    // How many weren't recorded since the last that was; null: this one isn't, either.
    private long? Take(object attempt)
    {
        var repeats = remembered.GetOrCreate(attempt, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(Remembered);
            return new Repeats();
        })!;
        lock (repeats)
        {
            if (repeats.Recorded is { } at && time.GetUtcNow() - at < Together)
            {
                repeats.Since++;
                return null;
            }

            var before = repeats.Since;
            (repeats.Recorded, repeats.Since) = (time.GetUtcNow(), 0);
            return before;
        }
    }

    private sealed class Repeats
    {
        public DateTimeOffset? Recorded { get; set; }

        public long Since { get; set; }
    }
}
