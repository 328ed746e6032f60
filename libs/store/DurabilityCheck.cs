using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>Refuses a store that could lose what was answered (P29).</summary>
/// <param name="connection">The store.</param>
/// <param name="options">What was agreed to.</param>
public sealed class DurabilityCheck(StoreConnection connection, IOptions<StoreOptions> options)
{
    /// <summary>Asks the server for its settings.</summary>
    /// <returns>What is wrong, a sentence each with what to do; empty where all is well or was agreed to.</returns>
    public async Task<IReadOnlyList<string>> FindProblemsAsync()
    {
        if (options.Value.Embedded || options.Value.AllowUndurable)
        {
            return [];
        }

        var problems = new List<string>();
        await ExpectAsync("appendonly", "yes");
        await ExpectAsync("appendfsync", "always");
        await ExpectAsync("maxmemory-policy", "noeviction");
        return problems;

        async Task ExpectAsync(string setting, string expected)
        {
            var actual = await AskAsync(setting);
            if (actual != expected)
            {
                problems.Add($"Redis has {setting} {actual ?? "(unknown)"}, which can lose answered writes. "
                    + $"Set {setting} {expected}, or Store:AllowUndurable=true to run all the same.");
            }
        }
    }

    // Null where the server hides its settings (an ACL without CONFIG, a hosted Redis): then nothing is known, and that is a problem too.
    private async Task<string?> AskAsync(string setting)
    {
        try
        {
            var answer = (RedisResult[]?)await connection.Requests.ExecuteAsync("CONFIG", "GET", setting);
            return answer is { Length: > 1 } ? (string?)answer[1] : null;
        }
        catch (RedisServerException e) when (!StoreSession.IsAway(e))
        {
            return null;
        }
    }
}
