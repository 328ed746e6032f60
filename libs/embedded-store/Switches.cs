using System.Globalization;
using Garnet.server;
using Tsavorite.core;

namespace OptiId.EmbeddedStore;

/// <summary>
/// Garnet's switches. They aren't settings: each default that is changed here loses data or breaks a promise of the store
/// (design: "Garnet's switches are fixed in code and asserted at start").
/// </summary>
internal static class Switches
{
    // Garnet wants two pages of records in one of the append-only file; a page also bounds the largest single write.
    private const string AppendOnlyPage = "32m";
    private const string AppendOnlyMemory = "64m";

    // The file is cut in whole segments only, so with Garnet's default of 1g nothing would ever be given back below that.
    private const string AppendOnlySegment = "64m";

    // A connection that awaits its commit blocks a thread of the pool, which the services of the process need too: with the pool's
    // own minimum, 16 writers made callers wait up to 2.7 s for a thread.
    private const int MinimumThreads = 128;

    /// <summary>The command line for a server of this directory and port.</summary>
    public static string[] For(string directory, int port, StoreMemory memory) =>
    [
        "--port", port.ToString(CultureInfo.InvariantCulture),
        "--bind", "127.0.0.1", // the default is every address
        "--aof", // off, everything is lost at the end of the process
        "--aof-commit-wait", // off, answered writes of the last moments are lost at kill -9
        "--aof-memory", AppendOnlyMemory,
        "--aof-page-size", AppendOnlyPage,
        "--aof-segment-size", AppendOnlySegment,
        "--recover", // off, it starts empty and writes over the log
        "--fail-on-recovery-error",
        "--lua", // commits don't need it (CommitProcedure); a client's own scripts may
        "--lua-transaction-mode", // off, scripts aren't atomic
        "--storage-tier", // off, a full memory drops keys without an error
        "--logdir", directory,
        "--checkpointdir", directory,
        "--device-type", "RandomAccess", // the default needs libaio and dies at the first write without it
        "--memory", memory.Log,
        "--page", memory.Page,
        "--index", memory.Index,
        "--minthreads", MinimumThreads.ToString(CultureInfo.InvariantCulture),
        "-q",
    ];

    /// <summary>What of the above a server hasn't taken over; a name each.</summary>
    public static IReadOnlyList<string> FindMissing(GarnetServerOptions options)
    {
        (string Name, bool Holds)[] expected =
        [
            ("aof", options.EnableAOF),
            ("aof-commit-wait", options.WaitForCommit),
            ("aof-commit-freq 0", options.CommitFrequencyMs == 0),
            ("aof-null-device off", !options.UseAofNullDevice),
            ("fast-aof-truncate off", !options.FastAofTruncate),
            ("recover", options.Recover),
            ("fail-on-recovery-error", options.FailOnRecoveryError),
            ("lua", options.EnableLua),
            ("lua-transaction-mode", options.LuaTransactionMode),
            ("storage-tier", options.EnableStorageTier),
            ("device-type RandomAccess", options.DeviceType == DeviceType.RandomAccess),
            ("bind 127.0.0.1", options.EndPoints is [System.Net.IPEndPoint { Address: var address }] && System.Net.IPAddress.IsLoopback(address)),
        ];
        return [.. expected.Where(setting => !setting.Holds).Select(setting => setting.Name)];
    }
}
