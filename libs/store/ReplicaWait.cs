using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// Makes sure that what a master has written is on some of its replicas too, before it is answered (<see cref="StoreOptions.WaitForReplicas"/>). WAIT holds up
/// everything behind it on its connection, so it has connections of its own, and one WAIT a server covers all commits that were answered before it began:
/// a write on that connection comes after theirs, and replicas take writes in order (ADR 14).
/// </summary>
/// <param name="connections">Connections that nobody else uses.</param>
/// <param name="options">How many replicas, and how long.</param>
internal sealed class ReplicaWait(ConnectionMultiplexer connections, StoreOptions options) : IAsyncDisposable
{
    // Answers whose life it is: a master that was promoted in between may lack the commit, and its replicas too.
    private const string Mark = """
        redis.call('SET', KEYS[1], '')
        return string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
        """;

    private readonly ConcurrentDictionary<EndPoint, Rounds> servers = [];

    /// <summary>Returns when enough replicas have what the master of a key has written until now.</summary>
    /// <param name="mark">A key of the partition that was written; it is written.</param>
    /// <param name="life">The life of the master that wrote; null: whichever serves now.</param>
    /// <exception cref="NotReplicatedException">Not in time: whether the write outlives its master isn't known.</exception>
    public async Task EnsureAsync(RedisKey mark, string? life)
    {
        Round round;
        try
        {
            var server = connections.GetServer(mark, null, CommandFlags.DemandMaster);
            round = await servers.GetOrAdd(server.EndPoint, _ => new()).JoinAsync(() => RunAsync(server, mark));
        }
        catch (RedisException e)
        {
            throw new NotReplicatedException($"Replicas could not be waited for: {e.Message}");
        }

        if (life is not null && life != round.Life)
        {
            throw new NotReplicatedException("Another master serves than the one that wrote.");
        }

        if (round.Replicas < options.WaitForReplicas)
        {
            throw new NotReplicatedException(
                $"{round.Replicas} of {options.WaitForReplicas} replicas had the write after {options.WaitForReplicasMilliseconds} ms.");
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private async Task<Round> RunAsync(IServer server, RedisKey mark)
    {
        // WAIT asks for what its own connection has written: on a connection that was made anew in between, that is nothing, and it would be content.
        var before = server.ExecuteAsync("CLIENT", ["ID"], CommandFlags.None);
        var marked = server.ExecuteAsync("EVAL", [Mark, 1, mark], CommandFlags.None);
        var waited = server.ExecuteAsync("WAIT", [options.WaitForReplicas, options.WaitForReplicasMilliseconds], CommandFlags.None);
        var after = server.ExecuteAsync("CLIENT", ["ID"], CommandFlags.None);
        await Task.WhenAll(before, marked, waited, after);
        return (long)await before == (long)await after
            ? new((string?)await marked ?? "", (int)await waited)
            : throw new NotReplicatedException("The connection was lost while replicas were waited for.");
    }

    private sealed record Round(string Life, int Replicas);

    // One round of a server at a time; who comes while one is under way takes part in the next.
    private sealed class Rounds
    {
        private readonly Lock gate = new();
        private Task<Round>? running;
        private Task<Round>? next;

        public Task<Round> JoinAsync(Func<Task<Round>> run)
        {
            lock (gate)
            {
                return next ??= RunAfterAsync(running ?? Task.CompletedTask, run);
            }
        }

        private async Task<Round> RunAfterAsync(Task before, Func<Task<Round>> run)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            lock (gate)
            {
                (running, next) = (next, null);
            }

            return await run();
        }
    }
}

/// <summary>A write happened, but whether enough replicas have it isn't known (<see cref="StoreOptions.WaitForReplicas"/>): as if its answer had been lost.</summary>
internal sealed class NotReplicatedException(string message) : Exception(message);
