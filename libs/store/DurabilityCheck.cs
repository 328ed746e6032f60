using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>Refuses a store that could lose what was answered (P29).</summary>
/// <param name="connection">The store.</param>
/// <param name="options">What was agreed to.</param>
public sealed class DurabilityCheck(StoreConnection connection, IOptions<StoreOptions> options)
{
    /// <summary>Asks every server that is connected for its settings: each master, and each replica, which may be one tomorrow.</summary>
    /// <returns>What is wrong, a sentence each with what to do; empty where all is well or was agreed to.</returns>
    public async Task<IReadOnlyList<string>> FindProblemsAsync()
    {
        if (options.Value.Embedded || options.Value.AllowUndurable)
        {
            return [];
        }

        var servers = connection.Servers.ToList();
        if (servers.TrueForAll(server => server.IsReplica))
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "No master of the store is connected.");
        }

        var problems = new List<string>();
        foreach (var server in servers)
        {
            await ExpectAsync(server, "appendonly", "yes");
            await ExpectAsync(server, "appendfsync", "always");
            await ExpectAsync(server, "maxmemory-policy", "noeviction");
        }

        return problems;

        async Task ExpectAsync(IServer server, string setting, string expected)
        {
            var actual = await AskAsync(server, setting);
            if (actual != expected)
            {
                problems.Add($"Redis {server.EndPoint} has {setting} {actual ?? "(unknown)"}, which can lose answered writes. "
                    + $"Set {setting} {expected}, or Store:AllowUndurable=true to run all the same.");
            }
        }
    }

    // Null where the server hides its settings (an ACL without CONFIG, a hosted Redis): then nothing is known, and that is a problem too.
    private static async Task<string?> AskAsync(IServer server, string setting)
    {
        try
        {
            var answer = (RedisResult[]?)await server.ExecuteAsync("CONFIG", ["GET", setting], CommandFlags.None);
            return answer is { Length: > 1 } ? (string?)answer[1] : null;
        }
        catch (RedisServerException e) when (!StoreSession.IsAway(e))
        {
            return null;
        }
    }
}
