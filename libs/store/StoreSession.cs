using System.Diagnostics;
using OptiId.Common.V1;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>A service's way to its own keys: reads, and writes as one script (design: "One write, one script").</summary>
/// <param name="connection">The store's connections.</param>
/// <param name="keys">The service's keys.</param>
/// <param name="signal">Told of each partition whose log has grown.</param>
public sealed class StoreSession(StoreConnection connection, KeySpace keys, LogSignal signal)
{
    /// <summary>The name of the activity source and of the meter of store operations.</summary>
    public const string TelemetryName = "OptiId.Store";

    // What the embedded store runs in place of the script (OptiId.EmbeddedStore.CommitProcedure).
    private const string EmbeddedCommand = "OPTIID.COMMIT";

    // Fifty lost races take about two seconds; a caller's deadline is longer.
    private const int MaximumLostRaces = 50;
    private static readonly TimeSpan UnavailableFor = TimeSpan.FromSeconds(3);
    private static readonly ActivitySource Activities = new(TelemetryName);
    private static readonly string Script = ReadScript();

    /// <summary>The service's keys.</summary>
    public KeySpace Keys => keys;

    /// <summary>For reads that a request waits for.</summary>
    public IDatabase Reads => connection.Requests;

    /// <summary>For snapshots, staging and clearing.</summary>
    public IDatabase Bulk => connection.Bulk;

    /// <summary>The masters that are connected, one of which may have been promoted; none where there is nothing to promote.</summary>
    internal IEnumerable<IServer> Masters => connection.Embedded ? [] : connection.Servers.Where(server => !server.IsReplica);

    /// <summary>
    /// Runs a change until it is committed: <paramref name="attempt"/> reads, decides by pure rules and builds the commit; where
    /// somebody else was faster, it runs again on what is there then. It may also run again where the store didn't answer, though
    /// the write may have happened: a create must carry its idempotency key, everything else is idempotent by being absolute. What refuses where
    /// there is nothing to do, as a deletion does, takes the attempt that is told so.
    /// </summary>
    /// <returns>The attempt's value and what was committed; an empty commit isn't sent.</returns>
    /// <exception cref="StoreBusyException">Too many lost races.</exception>
    /// <exception cref="StoreUnavailableException">The store stayed away for three seconds.</exception>
    public Task<(T Value, Committed Committed)> ChangeAsync<T>(Func<Task<(T Value, Commit Commit)>> attempt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return ChangeAsync(_ => attempt(), cancellation);
    }

    /// <inheritdoc cref="ChangeAsync{T}(Func{Task{ValueTuple{T, Commit}}}, CancellationToken)"/>
    /// <param name="attempt">
    /// Is told whether an earlier attempt may have been written, its answer lost: what that one made is no reason to refuse this one (P29).
    /// </param>
    /// <param name="cancellation">The caller went away.</param>
    public async Task<(T Value, Committed Committed)> ChangeAsync<T>(Func<bool, Task<(T Value, Commit Commit)>> attempt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var (lostRaces, mayBeWritten) = (0, false);
        long? awaySince = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var asked = Stopwatch.GetTimestamp();
            var isSent = false;
            try
            {
                var (value, commit) = await attempt(mayBeWritten);
                isSent = true;
                if (await TryCommitAsync(commit) is { } committed)
                {
                    return (value, committed);
                }
            }
            catch (Exception e) when (IsAway(e))
            {
                StoreMetrics.Away(keys, e);
                mayBeWritten |= isSent;
                awaySince ??= asked;
                if (Stopwatch.GetElapsedTime(awaySince.Value) > UnavailableFor)
                {
                    throw new StoreUnavailableException("The store does not answer.", e);
                }

                await Task.Delay(100, cancellation);
                continue;
            }

            awaySince = null;
            StoreMetrics.LostRace(keys);
            if (++lostRaces == MaximumLostRaces)
            {
                throw new StoreBusyException();
            }

            if (lostRaces > 2)
            {
                await Task.Delay(Random.Shared.Next(1, 5 * Math.Min(lostRaces, 20)), cancellation);
            }
        }
    }

    /// <summary>Runs a commit once, and waits for replicas where <see cref="StoreOptions.WaitForReplicas"/> says so.</summary>
    /// <returns>What it answered; null where one of its checks failed and nothing was written.</returns>
    public async Task<Committed?> TryCommitAsync(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.IsEmpty)
        {
            // There may be nothing to write because an earlier attempt has written it: that must be as safe as if it were written now.
            await EnsureReplicatedAsync(commit, life: null);
            return new(null, []);
        }

        using var activity = Activities.StartActivity("store commit", ActivityKind.Client);
        activity?.SetTag("db.system.name", "redis");
        activity?.SetTag("optiid.partition", commit.Partition);
        StampTrace(commit, Activity.Current);
        var result = await RunAsync(commit);
        if ((int)result[0] == 0)
        {
            activity?.SetTag("optiid.conflict", (int)result[1]);
            return null;
        }

        if (BeganEpoch(commit, result))
        {
            StoreMetrics.EpochRenewed(keys); // before replicas are waited for: right after a failover there may be none
        }

        if (connection.Replicas is not null)
        {
            await EnsureReplicatedAsync(commit, (string?)result[^1]);
            result = result[..^1];
        }

        if (commit.Changes.Count == 0)
        {
            return new(null, Counters(result));
        }

        signal.Grown(commit.Partition);
        var position = new Position
        {
            Source = keys.Service,
            Partition = (uint)commit.Partition,
            Sequence = (ulong)(long)result[1],
            Epoch = (string)result[2]!,
        };
        return new(position, Counters(result));
    }

    private async Task<RedisResult[]> RunAsync(Commit commit)
    {
        var (commitKeys, arguments) = commit.Build(keys, withLife: connection.Replicas is not null);
        var database = commit.IsLarge ? connection.Bulk : connection.Requests;
        var result = connection.Embedded
            ? await database.ExecuteAsync(EmbeddedCommand, [commitKeys.Length, .. commitKeys, .. arguments])
            : await database.ScriptEvaluateAsync(Script, commitKeys, arguments);
        return (RedisResult[])result!;
    }

    private async Task EnsureReplicatedAsync(Commit commit, string? life)
    {
        if (connection.Replicas is not { } replicas)
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            await replicas.EnsureAsync(keys.Of(commit.Partition, "replicated"), life);
        }
        finally
        {
            StoreMetrics.WaitedForReplicas(keys, Stopwatch.GetElapsedTime(began));
        }
    }

    // The epoch that the commit brought along is the log's now, and the log had entries before.
    private static bool BeganEpoch(Commit commit, RedisResult[] result) =>
        commit.FreshEpoch is { } fresh && (string?)result[2] == fresh && (commit.Changes.Count == 0 || (long)result[1] > commit.Changes.Count);

    /// <summary>Whether an exception means that the store is away or too slow, so that the same call may succeed a moment later.</summary>
    public static bool IsAway(Exception e) =>
        e is RedisConnectionException or RedisTimeoutException or NotReplicatedException || (e is RedisServerException refusal && MayPass(refusal.Kind));

    private static bool MayPass(RedisErrorKind kind) => kind
        is RedisErrorKind.Loading or RedisErrorKind.Busy or RedisErrorKind.MaxClients
        or RedisErrorKind.ReadOnly or RedisErrorKind.MasterDown or RedisErrorKind.NoReplicas // a failover
        or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain
        or RedisErrorKind.Misconfigured or RedisErrorKind.OutOfMemory; // a full disk, a full memory

    private static void StampTrace(Commit commit, Activity? activity)
    {
        if (activity?.Id is { } traceparent)
        {
            foreach (var change in commit.Changes)
            {
                change.Traceparent = traceparent;
            }
        }
    }

    private static long[] Counters(RedisResult[] result) => [.. result.Skip(3).Select(counter => (long)counter)];

    private static string ReadScript()
    {
        using var stream = typeof(StoreSession).Assembly.GetManifestResourceStream("Commit.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
