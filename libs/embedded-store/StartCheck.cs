using StackExchange.Redis;

namespace OptiId.EmbeddedStore;

/// <summary>Tries what the store relies on, so that a changed default or a wrong switch stops the start instead of losing data later.</summary>
internal static class StartCheck
{
    private const string Key = "embedded-store:start-check";

    private const string Script = "redis.call('SET', KEYS[1], ARGV[1]); return redis.call('INCR', KEYS[1])";

    /// <summary>Runs the checks against a server that has just started.</summary>
    /// <exception cref="EmbeddedStoreException">One of them failed.</exception>
    public static void Run(Server server, IDatabase database)
    {
        var missing = Switches.FindMissing(server.Options);
        Require(missing.Count == 0, $"Garnet runs without {string.Join(", ", missing)}.");

        var before = server.AppendOnlyBytes;
        try
        {
            Require((long)database.ScriptEvaluate(Script, [Key], [41]) == 42, "A Lua script answered something else than it should.");
        }
        catch (RedisServerException e)
        {
            throw new EmbeddedStoreException($"The embedded store runs no Lua scripts: {e.Message}", e);
        }

        Require(server.AppendOnlyBytes > before, "A write did not reach Garnet's append-only file.");
        before = server.AppendOnlyBytes;
        Require(Commits(database, expected: "42") && !Commits(database, expected: "another"), "A commit's check was not kept to.");
        Require(server.AppendOnlyBytes > before, "A commit did not reach Garnet's append-only file.");
        database.KeyDelete(Key);
        Require(!database.KeyExists(Key), "A deleted key is still there.");
    }

    private static bool Commits(IDatabase database, string expected)
    {
        var answer = (RedisResult[])database.Execute(
            CommitProcedure.Name, [1, (RedisKey)Key, 1, "value", 1, expected, "SET", 1, 1, "42"])!;
        return (int)answer[0] == 1;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new EmbeddedStoreException($"{otherwise} The embedded store would not keep its promises; this is a defect of this version.");
        }
    }
}
